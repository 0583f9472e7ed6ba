package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.frame.Utf8Decoder;
import dev.sheetbend.websocket.frame.Utf8Encoder;
import dev.sheetbend.websocket.frame.Utf8Validator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Text of one message: from bytes to a string and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Utf8Benchmark {
    /** Bytes of the text. */
    @Param({"16", "1024", "65536"})
    public int size;

    /** What it is made of. */
    @Param
    public Script script;

    private final Utf8Validator validator = new Utf8Validator();
    private String text;
    private byte[] bytes;
    private byte[] frame;
    private char[] characters;

    /** Makes the text. */
    @Setup
    public void text() {
        text = script.text(size);
        bytes = text.getBytes(StandardCharsets.UTF_8);
        frame = new byte[bytes.length];
        characters = new char[bytes.length];
    }

    /** Only the check (RFC 6455, 8.1). */
    @Benchmark
    public boolean validate() {
        validator.reset();
        return validator.accept(bytes, 0, bytes.length) && validator.isComplete();
    }

    /** The check, and the string that the application gets. */
    @Benchmark
    public String decode() {
        if (Utf8Validator.isAscii(bytes, 0, bytes.length)) {
            return new String(bytes, 0, bytes.length, StandardCharsets.ISO_8859_1);
        }
        return new String(characters, 0, Utf8Decoder.decode(bytes, 0, bytes.length, characters));
    }

    /** The length, and the bytes where the frame wants them. */
    @Benchmark
    public byte[] encode() {
        if (Utf8Encoder.length(text) == frame.length) {
            Utf8Encoder.encode(text, frame, 0);
        }
        return frame;
    }

    /** The yardstick: what the JDK does, into an array of its own. */
    @Benchmark
    public byte[] jdkGetBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
