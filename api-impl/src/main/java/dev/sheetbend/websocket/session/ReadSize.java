package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;

/**
 * How much to read at once: more while there is more, since each read costs a system call. For the thread that reads.
 */
public final class ReadSize {
    private static final int MOST = 4 * BufferPool.READ_SIZE;

    private int size = BufferPool.READ_SIZE;

    /** As for a connection of which nothing is known. */
    public ReadSize() {}

    /** In bytes, {@link BufferPool#READ_SIZE} to four times that. */
    public int bytes() {
        return size;
    }

    /**
     * A read of {@link #bytes} has been made.
     *
     * @param filled how many bytes there were
     * @return whether there may be more at once
     */
    public boolean read(int filled) {
        if (filled >= size) {
            size = Math.min(2 * size, MOST);
            return true;
        }
        if (filled <= size / 4) {
            size = Math.max(size / 2, BufferPool.READ_SIZE);
        }
        return false;
    }
}
