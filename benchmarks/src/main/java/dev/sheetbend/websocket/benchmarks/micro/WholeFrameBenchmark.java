package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.ConnectionSink;
import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.connection.ReadHalf;
import dev.sheetbend.websocket.connection.WriteHalf;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.Utf8Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A text message in and out through the protocol machine of a server's connection: the bytes of a masked frame, a
 * string, the bytes of a frame. What is missing to an echo is the session.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WholeFrameBenchmark {
    private static final int KEY = 0x37FA213D;
    private static final int SHORT = 256;

    /** Bytes of the text. */
    @Param({"64", "1024", "65536"})
    public int size;

    /** What it is made of. */
    @Param
    public Script script;

    private final WriteHalf write = new WriteHalf(false, () -> 0);
    private ReadHalf read;
    private byte[] template;
    private byte[] input;
    private byte[] output;
    private char[] characters;
    private String received;

    /** Makes the frame. */
    @Setup
    public void open() {
        byte[] text = script.text(size).getBytes(StandardCharsets.UTF_8);
        template = new byte[FrameEncoder.MAX_HEADER + text.length];
        System.arraycopy(text, 0, template, FrameEncoder.MAX_HEADER, text.length);
        int start = new WriteHalf(true, () -> KEY)
                .frameInPlace(Opcode.TEXT, true, 0, template, FrameEncoder.MAX_HEADER, text.length);
        template = Arrays.copyOfRange(template, start, template.length);
        input = new byte[template.length];
        characters = new char[text.length];
        output = new byte[FrameEncoder.MAX_HEADER + text.length];
        read = new ReadHalf(Role.SERVER, ExtensionStack.EMPTY, new BufferPool(1 << 20), new Sink());
    }

    /** The bytes are changed by parsing, so each time begins with a copy of them, as each time begins with a read. */
    @Benchmark
    public int inAndOut() {
        System.arraycopy(template, 0, input, 0, input.length);
        read.receive(input, 0, input.length);
        int length = encode();
        return write.frameInPlace(Opcode.TEXT, true, 0, output, FrameEncoder.MAX_HEADER, length);
    }

    /** As a send queue does with texts of such lengths and kinds. */
    private int encode() {
        int chars = received.length();
        if (chars <= SHORT && Utf8Encoder.isAscii(received)) {
            Utf8Encoder.encodeAscii(received, output, FrameEncoder.MAX_HEADER);
            return chars;
        }
        if (Utf8Encoder.isAscii(received, SHORT)) {
            byte[] bytes = received.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, output, FrameEncoder.MAX_HEADER, bytes.length);
            return bytes.length;
        }
        received.getChars(0, chars, characters, 0);
        return Utf8Encoder.encode(characters, chars, output, FrameEncoder.MAX_HEADER) - FrameEncoder.MAX_HEADER;
    }

    /** Keeps the last text. */
    private final class Sink implements ConnectionSink, MessageSink.WholeText {
        @Override
        public MessageSink textSink() {
            return this;
        }

        @Override
        public MessageSink binarySink() {
            throw new IllegalStateException("Only text was sent");
        }

        @Override
        public long maxMessageSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public void message(String text) {
            received = text;
        }

        @Override
        public void ping(byte[] array, int offset, int length) {
            throw new IllegalStateException("Only text was sent");
        }

        @Override
        public void pong(byte[] array, int offset, int length) {
            throw new IllegalStateException("Only text was sent");
        }

        @Override
        public void close(int code, String reason) {
            throw new IllegalStateException("Only text was sent");
        }
    }
}
