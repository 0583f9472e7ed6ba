package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.benchmarks.text.JsonTexts;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Compressing one text after another through the stage of a server's connection; per message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DeflateBenchmark {
    private static final int TEXTS = 256;

    /** Bytes of each text. */
    @Param({"100", "1024", "16384"})
    public int size;

    private final DataFrame header = new DataFrame();
    private final CountingStage wire = new CountingStage();
    private List<byte[]> texts;
    private FrameStage stage;
    private int next;

    /** Negotiates with the defaults. */
    @Setup
    public void open() {
        texts = JsonTexts.of(size, TEXTS);
        stage = DeflateState.outbound(wire);
    }

    /** Ends the connection. */
    @TearDown
    public void close() {
        stage.close();
    }

    /** Returns what has left so far. */
    @Benchmark
    public long deflate() {
        next = (next + 1) % TEXTS;
        DeflateState.send(stage, header, 0, texts.get(next));
        return wire.bytes();
    }
}
