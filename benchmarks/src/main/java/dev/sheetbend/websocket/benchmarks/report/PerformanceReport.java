package dev.sheetbend.websocket.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The tables of the workloads, of medians of all rounds. */
public final class PerformanceReport {
    private static final double KIBI = 1024;
    private static final String NETTY = "netty";

    private final Performance results;
    private final Figures figures;
    private final StringBuilder text = new StringBuilder();

    private PerformanceReport(Performance results) {
        this.results = results;
        figures = new Figures(results);
    }

    /** Writes the tables of everything that was measured. */
    public static String of(Performance results) {
        PerformanceReport report = new PerformanceReport(results);
        report.environment();
        report.problems();
        report.goals();
        report.figures();
        report.compression();
        report.quotients();
        report.memory();
        return report.text.toString();
    }

    private void environment() {
        title("What was measured");
        Table servers = new Table(List.of("Server", "Version"));
        results.servers().forEach(server -> servers.row(List.of(server.name(), server.version())));
        add(servers);
        Table workloads = new Table(List.of("Workload", "What it is"));
        results.workloads().forEach(work -> workloads.row(List.of(work.id(), work.title())));
        add(workloads);
        paragraph(sentence(results.environment()));
        paragraph(sentence(results.settings()));
    }

    private void problems() {
        if (!results.failures().isEmpty()) {
            title("What was wrong");
            results.failures().forEach(this::item);
            text.append('\n');
        }
    }

    private void goals() {
        new GoalTable(results).table().ifPresent(table -> {
            title("Targets");
            add(table);
        });
    }

    private void figures() {
        if (results.cells().isEmpty()) {
            return;
        }
        title("Processor time of the server's process for each message, µs");
        cells(Performance.Cell::cpuMicros, "%.2f");
        title("Messages per second");
        cells(Performance.Cell::perSecond, "%.0f");
        title("Latency, µs: p50 / p99 / p99.9");
        paragraph("From send to answer, in a closed load: who waits for an answer sends nothing.");
        table((workload, server) -> figures.median(workload, server, Performance.Cell::p50)
                .map(p50 -> String.format(Locale.ROOT, "%.0f", p50)
                        + part(workload, server, Performance.Cell::p99)
                        + part(workload, server, Performance.Cell::p999)));
        title("Bytes allocated for each message");
        cells(Performance.Cell::allocated, "%.0f");
        title("Part of the time for which the client's thread worked");
        paragraph("Near to 1, the client was the limit of the messages per second.");
        cells(Performance.Cell::clientShare, "%.2f");
        title("Part of the processor time in which the server compiled");
        cells(cell -> cell.cpuSeconds() == 0 ? 0 : cell.compiledSeconds() / cell.cpuSeconds(), "%.2f");
    }

    private void compression() {
        Table table = new Table(List.of("Workload", "Server", "Bytes", "Agreement"));
        boolean any = false;
        for (Performance.Work work : results.workloads()) {
            for (Performance.Server server : results.servers()) {
                String agreement = figures.agreement(work.id(), server.name());
                if (!agreement.isEmpty()) {
                    any = true;
                    String bytes = figures.median(work.id(), server.name(), Performance.Cell::wire)
                            .map(wire -> String.format(Locale.ROOT, "%.0f", wire))
                            .orElse("");
                    table.row(List.of(work.id(), server.name(), bytes, agreement));
                }
            }
        }
        if (any) {
            title("Compressed messages on the wire");
            paragraph("Bytes for each message that the server sent, frame headers included. Fewer cost more time.");
            add(table);
        }
    }

    private void quotients() {
        List<Performance.Server> ours =
                results.servers().stream().filter(Performance.Server::ours).toList();
        if (ours.isEmpty() || results.cells().isEmpty()) {
            return;
        }
        title("Processor time beside others");
        paragraph(
                "Medians of the quotients of each round, with the least and the most. The floor echoes bytes behind the"
                        + " upgrade of the same container.");
        Table table = new Table(List.of("Workload", "Server", "Container's own", "netty", "floor", "nio"));
        for (Performance.Work work : results.workloads()) {
            for (Performance.Server server : ours) {
                List<String> cells = new ArrayList<>(List.of(work.id(), server.name()));
                for (String other : List.of(server.own(), NETTY, server.floor(), "nio")) {
                    cells.add(figures.quotient(work.id(), server.name(), other)
                            .map(Spread::toString)
                            .orElse(""));
                }
                if (cells.stream().skip(2).anyMatch(cell -> !cell.isEmpty())) {
                    table.row(cells);
                }
            }
        }
        add(table);
    }

    private void memory() {
        if (results.idle().isEmpty()) {
            return;
        }
        title("Memory of an idle connection, KiB");
        paragraph(("Of %d connections, after collections. Native is the growth of resident memory, with megabytes of"
                        + " chance; direct buffers are a part of it.")
                .formatted(results.idle().get(0).connections()));
        Table table = new Table(
                List.of("Server", "Together", "Native", "Heap", "Direct", "Heap and direct beyond the floor's"));
        for (Performance.Server server : results.servers()) {
            Optional<Double> together = figures.idle(server.name(), Performance.Idle::perConnection);
            Optional<Double> held = figures.idle(server.name(), Performance.Idle::heldPerConnection);
            Optional<Double> floor = figures.idle(server.floor(), Performance.Idle::heldPerConnection);
            if (together.isPresent()) {
                table.row(List.of(
                        server.name(),
                        kibibytes(together),
                        kibibytes(figures.idle(server.name(), Performance.Idle::nativePerConnection)),
                        kibibytes(figures.idle(server.name(), Performance.Idle::heapPerConnection)),
                        kibibytes(figures.idle(server.name(), Performance.Idle::directPerConnection)),
                        kibibytes(held.flatMap(own -> floor.map(bytes -> own - bytes)))));
            }
        }
        add(table);
    }

    private void cells(ToDoubleFunction<Performance.Cell> figure, String format) {
        table((workload, server) ->
                figures.median(workload, server, figure).map(value -> String.format(Locale.ROOT, format, value)));
    }

    private void table(BiFunction<String, String, Optional<String>> cell) {
        List<String> servers =
                results.servers().stream().map(Performance.Server::name).toList();
        Table table = new Table(Table.cells("Workload", servers));
        for (Performance.Work work : results.workloads()) {
            List<String> cells = servers.stream()
                    .map(server -> cell.apply(work.id(), server).orElse(""))
                    .toList();
            if (cells.stream().anyMatch(value -> !value.isEmpty())) {
                table.row(Table.cells(work.id(), cells));
            }
        }
        add(table);
    }

    private String part(String workload, String server, ToDoubleFunction<Performance.Cell> figure) {
        return figures.median(workload, server, figure)
                .map(value -> String.format(Locale.ROOT, " / %.0f", value))
                .orElse("");
    }

    private static String kibibytes(Optional<Double> bytes) {
        return bytes.map(value -> String.format(Locale.ROOT, "%.2f", value / KIBI))
                .orElse("");
    }

    private static String sentence(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; ", "", "."));
    }

    private void title(String title) {
        text.append("## ").append(title).append("\n\n");
    }

    private void paragraph(String paragraph) {
        text.append(paragraph).append("\n\n");
    }

    private void item(String item) {
        text.append("- ").append(item.strip().replaceAll("\\s+", " ")).append('\n');
    }

    private void add(Table table) {
        text.append(table).append('\n');
    }
}
