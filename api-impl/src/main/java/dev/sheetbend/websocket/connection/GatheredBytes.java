package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.buffer.ByteQueue;
import java.util.Arrays;

/**
 * What has arrived of a message that is passed on in one piece. When the length of the message is known, and a fair part
 * of it has arrived, the rest is written where it will stay: into an array of just that length. So memory grows with what
 * has arrived, and not with what a header announces. Not thread safe; belongs to the read side.
 */
final class GatheredBytes {
    /** The array is at most so many times as long as what has arrived when it is made. */
    private static final int AHEAD = 4;

    private static final int UNKNOWN = -1;
    private static final byte[] NOTHING = {};

    /** What has arrived as long as there is no array. */
    private final ByteQueue queue;

    private byte[] array = NOTHING;
    /** How much of the array has been filled; 0 as long as there is none. */
    private int filled;

    private long expected = UNKNOWN;

    GatheredBytes(BufferPool pool) {
        this.queue = new ByteQueue(pool);
    }

    /**
     * The length that the message will have; nothing breaks when it has another one in the end.
     *
     * @param length in bytes; more than the longest array counts as unknown
     */
    void expect(long length) {
        expected = length > ByteQueue.MAX_SIZE ? UNKNOWN : length;
    }

    boolean isEmpty() {
        return filled == 0 && queue.size() == 0;
    }

    int size() {
        return filled == 0 ? queue.size() : filled;
    }

    void append(byte[] source, int offset, int length) {
        if (filled > 0 && length > array.length - filled) {
            // It is longer than it was expected to be.
            queue.append(array, 0, filled);
            forgetArray();
        }
        if (filled > 0) {
            System.arraycopy(source, offset, array, filled, length);
            filled += length;
            return;
        }
        queue.append(source, offset, length);
        int size = queue.size();
        if (size > 0 && expected >= size && expected / AHEAD <= size) {
            array = new byte[(int) expected];
            queue.copyTo(array, 0);
            filled = size;
            queue.clear();
        }
    }

    /** Takes everything out, as an array of just its length. */
    byte[] take() {
        byte[] whole = filled == 0 ? queue.toByteArray() : exactArray();
        clear();
        return whole;
    }

    private byte[] exactArray() {
        return filled == array.length ? array : Arrays.copyOf(array, filled);
    }

    /** An array that begins with the content; to be read only, and valid until this changes. */
    byte[] view() {
        return filled == 0 ? queue.contiguousArray() : array;
    }

    /** Forgets everything, the expected length included, and gives the memory back to the pool. */
    void clear() {
        queue.clear();
        forgetArray();
    }

    private void forgetArray() {
        array = NOTHING;
        filled = 0;
        expected = UNKNOWN;
    }
}
