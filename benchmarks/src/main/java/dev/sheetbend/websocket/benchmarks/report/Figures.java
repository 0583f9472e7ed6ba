package dev.sheetbend.websocket.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Medians of what was measured, and of quotients. A quotient is taken of the figures of one round, and the median then
 * of these: what disturbs a machine disturbs both figures of a round.
 */
final class Figures {
    /** What a server that cannot do one workload is measured with instead: it knows one way to answer. */
    private static final Map<String, String> ALIKE = Map.of(
            "text-64-16-async", "text-64-16",
            "text-64-16-blocking", "text-64-16",
            "broadcast-500-shared", "broadcast-500",
            "broadcast-500-4-shared", "broadcast-500-4");

    /** What no other server has is compared with what all have. */
    private static final Set<String> OURS_ONLY = Set.of("broadcast-500-shared", "broadcast-500-4-shared");

    private static final String NETTY = "netty";

    private final Performance results;

    Figures(Performance results) {
        this.results = results;
    }

    /** The median of a figure; empty when there is none. */
    Optional<Double> median(String workload, String server, ToDoubleFunction<Performance.Cell> figure) {
        return median(
                cells(workload, server).stream().mapToDouble(figure).boxed().toList());
    }

    /**
     * How many times the processor time for a message of another server one takes.
     *
     * @param other measured with a workload that is alike if it is none that can do this one; if it has failed in this
     *     one, there is no quotient
     */
    Optional<Spread> quotient(String workload, String server, String other) {
        List<Performance.Cell> others = cells(beside(workload, other), other);
        List<Double> quotients = new ArrayList<>();
        for (Performance.Cell one : cells(workload, server)) {
            for (Performance.Cell beside : others) {
                if (one.round() == beside.round() && beside.cpuSeconds() > 0) {
                    quotients.add(one.cpuMicros() / beside.cpuMicros());
                }
            }
        }
        return quotients.isEmpty() ? Optional.empty() : Optional.of(Spread.of(quotients));
    }

    /** What a server has answered to the offer of compression in a workload; empty when none was made. */
    String agreement(String workload, String server) {
        return cells(workload, server).stream()
                .map(Performance.Cell::agreement)
                .findFirst()
                .orElse("");
    }

    /** The workload that another server has to be measured with, so that one can be compared with it. */
    String beside(String workload, String other) {
        boolean able = results.servers().stream()
                .filter(server -> server.name().equals(other))
                .allMatch(server -> server.ours() || !OURS_ONLY.contains(workload) && !knowsOneWay(server));
        return able ? workload : ALIKE.getOrDefault(workload, workload);
    }

    /** Netty and the floors have no endpoints. */
    private static boolean knowsOneWay(Performance.Server server) {
        return server.name().equals(NETTY) || server.floor().isEmpty();
    }

    /** The median of a figure of idle connections; empty when there is none. */
    Optional<Double> idle(String server, ToDoubleFunction<Performance.Idle> figure) {
        return median(results.idle().stream()
                .filter(idle -> idle.server().equals(server))
                .mapToDouble(figure)
                .boxed()
                .toList());
    }

    private List<Performance.Cell> cells(String workload, String server) {
        return results.cells().stream()
                .filter(cell ->
                        cell.workload().equals(workload) && cell.server().equals(server))
                .toList();
    }

    private static Optional<Double> median(List<Double> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(values).median());
    }
}
