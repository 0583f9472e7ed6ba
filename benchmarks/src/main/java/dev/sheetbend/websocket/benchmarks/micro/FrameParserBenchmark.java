package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.frame.FrameConsumer;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.FrameParser;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Parsing and unmasking the frames of one read, as a server does; per frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameParserBenchmark {
    private static final int FRAMES = 16;
    private static final int KEY = 0x37FA213D;

    /** Bytes of each payload. */
    @Param({"0", "100", "1024"})
    public int size;

    private byte[] template;
    private byte[] input;
    private FrameParser parser;
    private int taken;

    /** Makes the frames. */
    @Setup
    public void frames() {
        int length = FrameEncoder.headerLength(size, true) + size;
        template = new byte[FRAMES * length];
        for (int i = 0; i < FRAMES; i++) {
            FrameEncoder.writeMaskedHeader(template, i * length, true, 0, Opcode.BINARY, size, KEY);
        }
        input = new byte[template.length];
        parser = new FrameParser(Role.SERVER, true, opcode -> 0, new FrameConsumer() {
            @Override
            public void frameHeader(FrameHeader header) {
                taken += header.opcode().code();
            }

            @Override
            public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {
                taken += length;
            }
        });
    }

    /** The bytes are changed by parsing, so each time begins with a copy of them, as each time begins with a read. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int parse() {
        System.arraycopy(template, 0, input, 0, input.length);
        parser.parse(input, 0, input.length);
        return taken;
    }
}
