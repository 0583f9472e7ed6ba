package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.benchmarks.text.JsonTexts;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Inflating one text after another through the stage of a server's connection; per message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InflateBenchmark {
    private static final int TEXTS = 256;
    /** What the sender leaves out (RFC 7692, 7.2.1). */
    private static final int FLUSH_BYTES = 4;

    /** Bytes of each text. */
    @Param({"100", "1024", "16384"})
    public int size;

    private final DataFrame header = new DataFrame();
    private final CountingStage application = new CountingStage();
    private final List<byte[]> messages = new ArrayList<>();
    private FrameStage stage;
    private int next;

    /** Negotiates with the defaults. Each message is deflated for itself, which is legal whatever was negotiated. */
    @Setup
    public void open() {
        for (byte[] text : JsonTexts.of(size, TEXTS)) {
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            deflater.setInput(text);
            byte[] message = new byte[2 * size];
            int length = deflater.deflate(message, 0, message.length, Deflater.SYNC_FLUSH);
            deflater.end();
            messages.add(Arrays.copyOf(message, length - FLUSH_BYTES));
        }
        stage = DeflateState.inbound(application);
    }

    /** Ends the connection. */
    @TearDown
    public void close() {
        stage.close();
    }

    /** Returns how much has arrived so far. */
    @Benchmark
    public long inflate() {
        next = (next + 1) % TEXTS;
        DeflateState.send(stage, header, DataFrame.RSV1, messages.get(next));
        return application.bytes();
    }
}
