package dev.sheetbend.websocket.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** The table of the JMH benchmarks. */
public final class MicroReport {
    /**
     * One benchmark with one set of parameters.
     *
     * @param parameters such as {@code size=16}, or the empty string
     * @param score time of one operation
     * @param error half of the 99.9 % confidence interval, in the same unit; not a number when there was one measurement
     * @param bytes allocated by one operation
     */
    public record Row(String benchmark, String parameters, double score, double error, String unit, double bytes) {}

    private MicroReport() {}

    /** As Markdown. */
    public static String of(List<Row> rows) {
        var table = new StringBuilder("| Benchmark | Parameters | Time | Error | Unit | Allocated, bytes |\n");
        table.append("|---|---|--:|--:|---|--:|\n");
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %.0f |\n",
                    row.benchmark(),
                    row.parameters(),
                    figure(row.score()),
                    Double.isNaN(row.error()) ? "" : figure(row.error()),
                    row.unit(),
                    row.bytes()));
        }
        return table.toString();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }
}
