package dev.sheetbend.websocket.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** The middle and the ends of one figure that was measured several times. */
record Spread(double median, double least, double most) {
    /** @param values at least one */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** The median, and both ends where they are not the same. */
    @Override
    public String toString() {
        return least == most
                ? String.format(Locale.ROOT, "%.2f", median)
                : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, least, most);
    }
}
