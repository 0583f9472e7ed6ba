package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.buffer.BufferPool;
import java.nio.ByteBuffer;

/** TLS records on their way: filled at one end, emptied at the other, grown when they do not fit. Not thread safe. */
final class TlsBuffer {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final BufferPool pool;

    /** Ready for reading unless {@link #filling}; without capacity when nothing is held. */
    private ByteBuffer buffer = NONE;

    private boolean filling;

    TlsBuffer(BufferPool pool) {
        this.pool = pool;
    }

    /** The content; valid until {@link #writable}. */
    ByteBuffer readable() {
        if (filling) {
            buffer.flip();
            filling = false;
        }
        return buffer;
    }

    boolean isEmpty() {
        return filling ? buffer.position() == 0 : !buffer.hasRemaining();
    }

    /** How many bytes can be added without growing. */
    int room() {
        return filling ? buffer.remaining() : buffer.capacity() - buffer.remaining();
    }

    /**
     * The space behind the content; valid until {@link #readable}.
     *
     * @param capacity what the whole buffer must have, in bytes; when it is full, it grows to twice of what it has
     */
    ByteBuffer writable(int capacity) {
        if (!filling) {
            if (buffer.capacity() > 0) {
                buffer.compact();
            }
            filling = true;
        }
        if (buffer.capacity() < capacity || !buffer.hasRemaining()) {
            grow(Math.max(capacity, buffer.hasRemaining() ? 0 : 2 * buffer.capacity()));
        }
        return buffer;
    }

    private void grow(int capacity) {
        ByteBuffer larger = pool.acquire(capacity);
        larger.put(buffer.flip());
        if (buffer.capacity() > 0) {
            pool.release(buffer);
        }
        buffer = larger;
    }

    void releaseIfEmpty() {
        if (isEmpty()) {
            release();
        }
    }

    void release() {
        if (buffer.capacity() > 0) {
            pool.release(buffer);
            buffer = NONE;
        }
        filling = false;
    }
}
