package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing one frame's header; how it is parsed is in {@link FrameParserBenchmark}, with a payload of no bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderBenchmark {
    private static final int KEY = 0x37FA213D;

    /** Bytes of the payload: one of each form of the length. */
    @Param({"100", "1024", "65536"})
    public int size;

    private byte[] frame;

    /** Makes room. */
    @Setup
    public void room() {
        frame = new byte[FrameEncoder.MAX_HEADER];
    }

    /** As a server does it: backwards from the payload. Returns where the frame begins. */
    @Benchmark
    public int encode() {
        return FrameEncoder.writeHeaderBefore(frame, frame.length, true, 0, Opcode.TEXT, size);
    }

    /** As a client does it. */
    @Benchmark
    public int encodeMasked() {
        return FrameEncoder.writeMaskedHeaderBefore(frame, frame.length, true, 0, Opcode.TEXT, size, KEY);
    }
}
