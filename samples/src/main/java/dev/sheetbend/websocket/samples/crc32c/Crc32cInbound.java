package dev.sheetbend.websocket.samples.crc32c;

import static dev.sheetbend.websocket.samples.crc32c.Crc32cOutbound.CHECKSUM_LENGTH;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.FrameStage;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Takes the checksum off what one connection receives, and checks it. Used by one thread at a time.
 *
 * <p>Only the end of a message tells which bytes are its last four, and they may come in several slices and even frames. So
 * the last four bytes that have come are held back, until there are more, or the message has ended.
 */
final class Crc32cInbound implements FrameStage {
    private final FrameStage next;
    private final CRC32C checksum = new CRC32C();
    private final byte[] held = new byte[CHECKSUM_LENGTH];
    private final byte[] released = new byte[CHECKSUM_LENGTH];
    private int heldLength;
    private boolean marked;
    private boolean lastFrame;

    Crc32cInbound(FrameStage next) {
        this.next = next;
    }

    @Override
    public void frame(DataFrame frame) {
        lastFrame = frame.last();
        if (frame.first()) {
            marked = frame.has(DataFrame.RSV3);
            frame.clearBits(DataFrame.RSV3);
            checksum.reset();
            heldLength = 0;
        }
        if (marked && frame.length() != DataFrame.UNKNOWN_LENGTH) {
            // The true length, so that a message that is exactly as long as it may be is not taken for one that is
            // longer.
            long length = Math.max(0, heldLength + frame.length() - CHECKSUM_LENGTH);
            frame.set(frame.text(), frame.first(), lastFrame, frame.rsv(), length);
        }
        next.frame(frame);
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        if (!marked) {
            next.payload(array, offset, length, endOfFrame);
            return;
        }
        int content = Math.max(0, heldLength + length - CHECKSUM_LENGTH);
        int fromHeld = Math.min(heldLength, content);
        int fromSlice = content - fromHeld;
        checksum.update(held, 0, fromHeld);
        checksum.update(array, offset, fromSlice);

        System.arraycopy(held, 0, released, 0, fromHeld);
        System.arraycopy(held, fromHeld, held, 0, heldLength - fromHeld);
        System.arraycopy(array, offset + fromSlice, held, heldLength - fromHeld, length - fromSlice);
        heldLength += length - content;

        if (lastFrame && endOfFrame) {
            // Before the last slice is passed on: nobody is to be told that a wrong message has come to its end.
            check();
        }
        // Exactly the last slice ends the frame, and a frame without content still has one slice, an empty one.
        if (fromHeld > 0) {
            next.payload(released, 0, fromHeld, endOfFrame && fromSlice == 0);
        }
        if (fromSlice > 0 || endOfFrame && fromHeld == 0) {
            next.payload(array, offset, fromSlice, endOfFrame);
        }
    }

    private void check() {
        if (heldLength < CHECKSUM_LENGTH) {
            throw ExtensionFailure.invalidData("A message with a checksum must have four bytes at least.");
        }
        if (ByteBuffer.wrap(held).getInt() != (int) checksum.getValue()) {
            throw ExtensionFailure.invalidData("The checksum of a message must be that of its content.");
        }
    }
}
