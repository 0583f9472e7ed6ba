package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;

/** The end of the stages: counts bytes. */
final class CountingStage implements FrameStage {
    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public void frame(DataFrame frame) {
        // Only payloads count.
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        bytes += length;
    }
}
