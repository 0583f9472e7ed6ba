package dev.sheetbend.websocket.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Goals beside what was reached. */
final class GoalTable {
    private static final double KIBI = 1024;
    private static final String NETTY = "netty";
    /** How the names of servers end whose endpoints must not block. */
    private static final String ON_IO_THREAD = "-io";

    private final Performance results;
    private final Figures figures;

    /**
     * A figure.
     *
     * @param beside in words, whom it is compared with if that is not in the goal
     */
    private record Reached(Spread spread, String beside) {
        static Reached of(Spread spread) {
            return new Reached(spread, "");
        }

        double median() {
            return spread.median();
        }

        @Override
        public String toString() {
            return spread + beside;
        }
    }

    GoalTable(Performance results) {
        this.results = results;
        figures = new Figures(results);
    }

    /** A table of all goals of what was to be measured; empty when there are none. */
    Optional<Table> table() {
        Table table = new Table(List.of("Workload", "Figure", "Container", "Target", "Reached", "Met"));
        boolean any = false;
        for (Goal goal : Goal.all()) {
            if (candidates(goal).anyMatch(server -> wanted(goal, server))) {
                any = true;
                row(table, goal);
            }
        }
        return any ? Optional.of(table) : Optional.empty();
    }

    private void row(Table table, Goal goal) {
        Optional<Reached> reached = reached(goal);
        List<String> missing = goal.against() == Goal.Against.EVERY_PEER ? missingPeers(goal) : List.of();
        boolean met = missing.isEmpty()
                && reached.map(Reached::spread)
                        .filter(spread -> goal.met(spread.median()))
                        .isPresent();
        String none = missing.isEmpty() ? "" : ", none of " + String.join(" and ", missing);
        table.row(List.of(
                goal.workload().isEmpty() ? "idle" : goal.workload(),
                goal.against().title(),
                goal.container().isEmpty() ? "best" : goal.container(),
                goal.bound() + " " + number(goal.most()),
                reached.map(Reached::toString).orElse("none") + none,
                met ? "yes" : "**no**"));
    }

    private Optional<Reached> reached(Goal goal) {
        Function<Performance.Server, Optional<Reached>> figure = figure(goal);
        return candidates(goal).map(figure).flatMap(Optional::stream).min(Comparator.comparingDouble(Reached::median));
    }

    /** Ours that a goal may be reached by. */
    private Stream<Performance.Server> candidates(Goal goal) {
        boolean onIoThread = goal.against() == Goal.Against.NETTY_ON_IO_THREAD;
        return results.servers().stream()
                .filter(Performance.Server::ours)
                .filter(server -> goal.container().isEmpty() || goal.container().equals(server.container()))
                .filter(server -> server.name().endsWith(ON_IO_THREAD) == onIoThread);
    }

    /** Whether there would be a figure for a goal if nothing had failed. */
    private boolean wanted(Goal goal, Performance.Server server) {
        String workload = goal.workload();
        return switch (goal.against()) {
            case OWN -> measured(workload, server.name()) && measured(workload, server.own());
            case NETTY, NETTY_ON_IO_THREAD -> measured(workload, server.name()) && measured(workload, NETTY);
            case EVERY_PEER ->
                measured(workload, server.name()) && peers().findAny().isPresent();
            case TWICE_NATIVE, ALLOCATED -> measured(workload, server.name());
            case IDLE ->
                !results.idle().isEmpty()
                        && results.servers().stream()
                                .anyMatch(floor -> floor.name().equals(server.floor()));
        };
    }

    /** Whether a server was to be measured with a workload, or with what stands for it there. */
    private boolean measured(String workload, String server) {
        String beside = figures.beside(workload, server);
        return results.servers().stream().anyMatch(one -> one.name().equals(server))
                && results.workloads().stream().anyMatch(one -> one.id().equals(beside))
                && results.workloads().stream().anyMatch(one -> one.id().equals(workload));
    }

    private Function<Performance.Server, Optional<Reached>> figure(Goal goal) {
        String workload = goal.workload();
        return switch (goal.against()) {
            case OWN ->
                server ->
                        figures.quotient(workload, server.name(), server.own()).map(Reached::of);
            case NETTY, NETTY_ON_IO_THREAD ->
                server -> figures.quotient(workload, server.name(), NETTY).map(Reached::of);
            case EVERY_PEER -> server -> worstQuotient(workload, server.name());
            case TWICE_NATIVE ->
                server -> figures.median(workload, server.name(), Performance.Cell::cpuMicros)
                        .map(GoalTable::single);
            case ALLOCATED ->
                server -> figures.median(workload, server.name(), Performance.Cell::allocated)
                        .map(GoalTable::single);
            case IDLE -> this::idle;
        };
    }

    /** Beside the best of the others the quotient is the worst. */
    private Optional<Reached> worstQuotient(String workload, String server) {
        return peers().flatMap(other -> figures
                        .quotient(workload, server, other.name())
                        .map(spread -> new Reached(spread, " of " + other.name()))
                        .stream())
                .max(Comparator.comparingDouble(Reached::median));
    }

    private List<String> missingPeers(Goal goal) {
        return peers().map(Performance.Server::name)
                .filter(peer -> figures.median(goal.workload(), peer, Performance.Cell::cpuMicros)
                        .isEmpty())
                .toList();
    }

    /** All others, but for floors and those that have short messages only. */
    private Stream<Performance.Server> peers() {
        return results.servers().stream()
                .filter(other -> !other.ours() && !other.floor().isEmpty())
                .filter(other -> !other.name().endsWith(ON_IO_THREAD));
    }

    private Optional<Reached> idle(Performance.Server server) {
        Optional<Double> own = figures.idle(server.name(), Performance.Idle::heldPerConnection);
        Optional<Double> floor = figures.idle(server.floor(), Performance.Idle::heldPerConnection);
        return own.flatMap(bytes -> floor.map(beyond -> single((bytes - beyond) / KIBI)));
    }

    private static Reached single(double value) {
        return Reached.of(new Spread(value, value, value));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
