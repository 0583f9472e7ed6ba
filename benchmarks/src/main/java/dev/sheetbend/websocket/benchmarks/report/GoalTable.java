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

    GoalTable(Performance results) {
        this.results = results;
        figures = new Figures(results);
    }

    /** A table of all goals for which there are figures; empty when there are none. */
    Optional<Table> table() {
        Table table = new Table(List.of("Workload", "Figure", "Container", "Target", "Reached", "Met"));
        boolean any = false;
        for (Goal goal : Goal.all()) {
            Optional<Spread> reached = reached(goal);
            if (reached.isPresent()) {
                any = true;
                table.row(List.of(
                        goal.workload().isEmpty() ? "idle" : goal.workload(),
                        goal.against().title(),
                        goal.container().isEmpty() ? "best" : goal.container(),
                        "≤ " + number(goal.most()),
                        reached.get().toString(),
                        reached.get().median() <= goal.most() ? "yes" : "**no**"));
            }
        }
        return any ? Optional.of(table) : Optional.empty();
    }

    private Optional<Spread> reached(Goal goal) {
        Function<Performance.Server, Optional<Spread>> figure = figure(goal);
        boolean onIoThread = goal.against() == Goal.Against.NETTY_ON_IO_THREAD;
        return ours(goal.container())
                .filter(server -> server.name().endsWith(ON_IO_THREAD) == onIoThread)
                .map(figure)
                .flatMap(Optional::stream)
                .min(Comparator.comparingDouble(Spread::median));
    }

    private Function<Performance.Server, Optional<Spread>> figure(Goal goal) {
        String workload = goal.workload();
        return switch (goal.against()) {
            case OWN -> server -> figures.quotient(workload, server.name(), server.own());
            case NETTY, NETTY_ON_IO_THREAD -> server -> figures.quotient(workload, server.name(), NETTY);
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
    private Optional<Spread> worstQuotient(String workload, String server) {
        return results.servers().stream()
                .filter(other -> !other.ours() && !other.floor().isEmpty())
                .map(other -> figures.quotient(workload, server, other.name()))
                .flatMap(Optional::stream)
                .max(Comparator.comparingDouble(Spread::median));
    }

    private Optional<Spread> idle(Performance.Server server) {
        Optional<Double> own = figures.idle(server.name(), Performance.Idle::heldPerConnection);
        Optional<Double> floor = figures.idle(server.floor(), Performance.Idle::heldPerConnection);
        return own.flatMap(bytes -> floor.map(beyond -> single((bytes - beyond) / KIBI)));
    }

    private Stream<Performance.Server> ours(String container) {
        return results.servers().stream()
                .filter(server -> server.ours() && (container.isEmpty() || container.equals(server.container())));
    }

    private static Spread single(double value) {
        return new Spread(value, value, value);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
