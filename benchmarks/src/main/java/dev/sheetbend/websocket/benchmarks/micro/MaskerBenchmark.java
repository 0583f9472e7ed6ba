package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.frame.Masker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Unmasking one payload in place. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MaskerBenchmark {
    private static final int KEY = 0x37FA213D;

    /** Bytes of the payload. */
    @Param({"16", "128", "1024", "16384", "65536"})
    public int size;

    private byte[] payload;

    /** Makes the payload. */
    @Setup
    public void fill() {
        payload = new byte[size];
    }

    /** As the parser does it: returns the key for the slice that would follow. */
    @Benchmark
    public int mask() {
        return Masker.mask(payload, 0, payload.length, KEY);
    }
}
