package dev.sheetbend.websocket.benchmarks.client;

import dev.sheetbend.websocket.benchmarks.load.Agreement;
import dev.sheetbend.websocket.benchmarks.text.JsonTexts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The frames of texts of one size, prepared once for each kind of agreement. Not thread safe. */
public final class FrameCycles {
    private static final int MOST = 1024;
    /** So that all texts of a cycle are much longer than a window of 32 KiB, which must not hold the cycle before. */
    private static final int BYTES = 2 * 1024 * 1024;

    private final List<byte[]> texts;
    private final Map<List<Boolean>, FrameCycle> prepared = new HashMap<>();

    /** @param size of each text in bytes */
    public FrameCycles(int size) {
        texts = JsonTexts.of(size, Math.min(MOST, BYTES / size));
    }

    /** How many texts there are. */
    public int count() {
        return texts.size();
    }

    /** Bytes of all texts. */
    public long payloadBytes() {
        return texts.stream().mapToLong(text -> text.length).sum();
    }

    FrameCycle of(Agreement agreement) {
        return prepared.computeIfAbsent(
                List.of(agreement.compressed(), agreement.clientTakeover()), key -> FrameCycle.of(texts, agreement));
    }
}
