package dev.sheetbend.websocket.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Makes the histograms of all loads. */
final class Latencies {
    /** Nanoseconds; what takes longer counts as this. */
    static final long HIGHEST = TimeUnit.MINUTES.toNanos(1);

    private static final int DIGITS = 3;

    private Latencies() {}

    static Histogram create() {
        return new Histogram(HIGHEST, DIGITS);
    }

    static void record(Histogram latencies, long nanos) {
        latencies.recordValue(Math.min(Math.max(nanos, 0), HIGHEST));
    }
}
