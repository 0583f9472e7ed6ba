package dev.sheetbend.websocket.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables of medians. */
final class PerformanceReport {
    private PerformanceReport() {}

    static String of(Performance results) {
        StringBuilder text = new StringBuilder();
        text.append("| Workload |");
        results.servers()
                .forEach(server -> text.append(' ').append(server.name()).append(" |"));
        text.append("\n|---|").append("---|".repeat(results.servers().size())).append('\n');
        for (Performance.Work work : results.workloads()) {
            text.append("| ").append(work.id()).append(" |");
            for (Performance.Server server : results.servers()) {
                List<Double> figures = new ArrayList<>();
                results.cells().stream()
                        .filter(cell -> cell.workload().equals(work.id())
                                && cell.server().equals(server.name()))
                        .forEach(cell -> figures.add(cell.cpuMicros()));
                text.append(
                        figures.isEmpty()
                                ? " |"
                                : String.format(
                                        Locale.ROOT,
                                        " %.2f |",
                                        Spread.of(figures).median()));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
