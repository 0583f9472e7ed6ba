package dev.sheetbend.websocket.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The last bytes of a text that is being compressed or decompressed: an LZ77 sliding window (RFC 1951, 2). Its memory
 * grows with what has been added, up to its limit, beyond which the oldest bytes are overwritten. Not thread safe.
 */
final class Window {
    private static final int FIRST_CAPACITY = 512;
    private static final byte[] NONE = {};

    private final int limit;
    private byte[] bytes = NONE;
    /** How many of the bytes mean something. */
    private int size;
    /** Where the next byte goes: at the size, until the window is full; then at the oldest byte. */
    private int next;

    /**
     * @param limit how many bytes it keeps at most, 0 or more
     */
    Window(int limit) {
        this.limit = limit;
    }

    /** How many bytes it keeps at most. */
    int limit() {
        return limit;
    }

    /** How many bytes there are to refer to. */
    int size() {
        return size;
    }

    /** How many bytes of memory it has taken. */
    int capacity() {
        return bytes.length;
    }

    /** Forgets all bytes, and keeps the memory. */
    void clear() {
        size = 0;
        next = 0;
    }

    /** Forgets all bytes, and gives up the memory. */
    void release() {
        clear();
        bytes = NONE;
    }

    /** Adds bytes behind those that are there. */
    void add(byte[] array, int offset, int length) {
        int count = Math.min(length, limit);
        int from = offset + length - count;
        makeRoom(count);
        int straight = Math.min(count, bytes.length - next);
        System.arraycopy(array, from, bytes, next, straight);
        System.arraycopy(array, from + straight, bytes, 0, count - straight);
        next += count;
        if (next >= limit) {
            next -= limit;
        }
        size = Math.min(limit, size + count);
    }

    /** Adds these bytes to another window, oldest first. */
    void copyTo(Window other) {
        other.add(bytes, oldest(), size - oldest());
        other.add(bytes, 0, oldest());
    }

    /** Has a decompressor that is at the start of a raw stream refer to these bytes. */
    void prime(Inflater inflater) {
        if (size > 0) {
            inflater.setDictionary(bytes, oldest(), size - oldest());
        }
        if (oldest() > 0) {
            inflater.setDictionary(bytes, 0, oldest());
        }
    }

    /** Has a compressor that is at the start of a raw stream refer to these bytes. */
    void prime(Deflater deflater) {
        if (size > 0) {
            deflater.setDictionary(bytes, oldest(), size - oldest());
        }
        if (oldest() > 0) {
            deflater.setDictionary(bytes, 0, oldest());
        }
    }

    private int oldest() {
        return size < limit ? 0 : next;
    }

    private void makeRoom(int count) {
        int needed = Math.min(limit, size + count);
        if (needed > bytes.length) {
            int doubled = Math.max(FIRST_CAPACITY, Integer.highestOneBit(needed - 1) << 1);
            bytes = Arrays.copyOf(bytes, Math.min(limit, doubled));
        }
    }
}
