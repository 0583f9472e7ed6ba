package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.spi.FrameStage;

/**
 * Collects compressed bytes in one small array, and passes them on as slices of a frame's payload. At the end of a
 * message it keeps the last four bytes back, because they are not sent (RFC 7692, 7.2.1). Not thread safe.
 */
final class SliceWriter {
    /** What ends a flushed stream and is left out at the end of a message: 00 00 FF FF, the lengths of an empty block. */
    static final int TAIL_LENGTH = 4;
    /** With six bytes of room or less, zlib may repeat the marker of a flush without end. */
    private static final int LEAST_ROOM = 16;

    private static final byte[] NOTHING = {};

    private final FrameStage next;
    private byte[] array = NOTHING;
    private int kept;
    private int position;

    SliceWriter(FrameStage next) {
        this.next = next;
    }

    /**
     * Begins to collect.
     *
     * @param memory where the bytes are collected, until {@link #end}; no more than that is needed
     * @param endOfMessage whether the end of the message is among what comes
     */
    void begin(byte[] memory, boolean endOfMessage) {
        array = memory;
        kept = endOfMessage ? TAIL_LENGTH : 0;
        position = 0;
    }

    /** Does not use the memory any more. */
    void end() {
        array = NOTHING;
    }

    /** Where to write, from {@link #position} on. */
    byte[] array() {
        return array;
    }

    /** Where the next byte goes. */
    int position() {
        return position;
    }

    /** How many bytes can be written now: some at least. What is full is passed on first. */
    int room() {
        if (array.length - position < LEAST_ROOM) {
            next.payload(array, 0, position - kept, false);
            System.arraycopy(array, position - kept, array, 0, kept);
            position = kept;
        }
        return array.length - position;
    }

    /** Bytes have been written. */
    void advance(int count) {
        position += count;
    }

    /** Passes on what is left, but for the end of a message, and with that the frame is complete. */
    void endFrame() {
        next.payload(array, 0, position - kept, true);
    }

    /** Passes on what is there although the frame goes on; the flush that makes its end has not been written yet. */
    void endSlice() {
        if (position > 0) {
            next.payload(array, 0, position, false);
        }
    }
}
