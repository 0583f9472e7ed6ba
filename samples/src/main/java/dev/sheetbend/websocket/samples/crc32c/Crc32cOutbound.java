package dev.sheetbend.websocket.samples.crc32c;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Adds the checksum to what one connection sends. Used by one thread at a time, so it needs no locks. It holds nothing
 * that has to be released; a stage that does would release it in {@link #close}.
 */
final class Crc32cOutbound implements OutboundStage {
    static final int CHECKSUM_LENGTH = 4;

    private final FrameStage next;
    private final int minSize;
    private final CRC32C checksum = new CRC32C();
    private final byte[] trailer = new byte[CHECKSUM_LENGTH];
    private boolean lastFrame;

    Crc32cOutbound(FrameStage next, int minSize) {
        this.next = next;
        this.minSize = minSize;
    }

    /** Messages that are not taken never come here, and cost nothing if no other extension takes them. */
    @Override
    public boolean takes(boolean text, boolean whole, int length, Treatment treatment) {
        return length >= minSize;
    }

    @Override
    public void frame(DataFrame frame) {
        lastFrame = frame.last();
        if (frame.first()) {
            checksum.reset();
            frame.setBits(DataFrame.RSV3);
        }
        if (lastFrame) {
            // The header must go with the payload that leaves here. Who cannot tell its length calls forgetLength().
            frame.changeLength(CHECKSUM_LENGTH);
        }
        next.frame(frame);
    }

    /** The array may be the application's: it is read and passed on, and the checksum comes from an array of our own. */
    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        checksum.update(array, offset, length);
        if (!lastFrame || !endOfFrame) {
            next.payload(array, offset, length, endOfFrame);
            return;
        }
        if (length > 0) {
            next.payload(array, offset, length, false);
        }
        ByteBuffer.wrap(trailer).putInt((int) checksum.getValue());
        next.payload(trailer, 0, CHECKSUM_LENGTH, true);
    }
}
