package dev.sheetbend.websocket.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Bytes that arrive in pieces and are read as one: a message until it is whole. It grows by whole chunks of a
 * {@link BufferPool}, so growing copies nothing, and an empty queue holds no chunk. Not thread safe.
 */
public final class ByteQueue {
    /** The most that one queue holds, in bytes: the longest array that every JVM can make. */
    public static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private static final int LARGEST_CHUNK = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final BufferPool pool;
    /** All but the last are full; the position of each is the number of bytes in it. */
    private final List<ByteBuffer> chunks = new ArrayList<>(0);

    private int size;

    /**
     * @param pool lends the chunks, and gets them back in {@link #clear}
     */
    public ByteQueue(BufferPool pool) {
        this.pool = pool;
    }

    /** The number of bytes in the queue, 0 to {@link #MAX_SIZE}. */
    public int size() {
        return size;
    }

    /**
     * Copies bytes to the end of the queue.
     *
     * @throws IllegalStateException when the queue would hold more than {@link #MAX_SIZE} bytes; it is unchanged then
     */
    public void append(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        if (length > MAX_SIZE - size) {
            throw new IllegalStateException("A byte queue holds at most " + MAX_SIZE + " bytes.");
        }
        int position = offset;
        int end = offset + length;
        while (position < end) {
            ByteBuffer chunk = chunkWithRoom(end - position);
            int count = Math.min(end - position, chunk.remaining());
            chunk.put(array, position, count);
            position += count;
            size += count;
        }
    }

    private ByteBuffer chunkWithRoom(int wanted) {
        if (!chunks.isEmpty()) {
            ByteBuffer last = chunks.get(chunks.size() - 1);
            if (last.hasRemaining()) {
                return last;
            }
        }
        // As much again as there is: few chunks for a large message, little waste for a small one.
        ByteBuffer chunk = pool.acquire(Math.min(Math.max(wanted, size), LARGEST_CHUNK));
        chunks.add(chunk);
        return chunk;
    }

    /**
     * Copies the whole content, {@link #size} bytes, to an array.
     *
     * @throws IndexOutOfBoundsException when it does not fit
     */
    public void copyTo(byte[] destination, int offset) {
        Objects.checkFromIndexSize(offset, size, destination.length);
        int position = offset;
        for (ByteBuffer chunk : chunks) {
            chunk.get(0, destination, position, chunk.position());
            position += chunk.position();
        }
    }

    /** The whole content as a new array. */
    public byte[] toByteArray() {
        byte[] copy = new byte[size];
        copyTo(copy, 0);
        return copy;
    }

    /**
     * An array whose first {@link #size} bytes are the content; what stands behind them means nothing. It is the
     * queue's own: valid until the queue changes, and to be read only. Content in several chunks is first moved to one.
     */
    public byte[] contiguousArray() {
        if (chunks.isEmpty()) {
            return NOTHING;
        }
        if (chunks.size() > 1) {
            ByteBuffer whole = pool.acquire(size);
            copyTo(whole.array(), 0);
            giveBackChunks();
            chunks.add(whole.position(size));
        }
        return chunks.get(0).array();
    }

    /** Empties the queue and gives every chunk back to the pool. The queue can be used again. */
    public void clear() {
        size = 0;
        giveBackChunks();
    }

    private void giveBackChunks() {
        chunks.forEach(pool::release);
        chunks.clear();
    }
}
