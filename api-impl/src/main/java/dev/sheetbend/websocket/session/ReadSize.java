package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;

/**
 * How much to read at once: more while there is more, since each read costs a system call. Whoever reads keeps the size, in
 * bytes; an object of its own for each connection would be too many.
 */
public final class ReadSize {
    /** As for a connection of which nothing is known. */
    public static final int FIRST = BufferPool.READ_SIZE;

    private static final int MOST = 4 * BufferPool.READ_SIZE;

    private ReadSize() {}

    /**
     * The size for the next read, {@link #FIRST} to four times that.
     *
     * @param size of the read that has been made; as many bytes as that mean that there may be more at once
     * @param filled how many bytes there were
     */
    public static int next(int size, int filled) {
        if (filled >= size) {
            return Math.min(2 * size, MOST);
        }
        return filled <= size / 4 ? Math.max(size / 2, FIRST) : size;
    }
}
