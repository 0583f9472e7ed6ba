package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.spi.BufferSource;
import java.nio.ByteBuffer;

/** The buffer pool, as extensions see it. Thread safe. */
record PooledBuffers(BufferPool pool) implements BufferSource {
    @Override
    public ByteBuffer acquire(int atLeast) {
        return pool.acquire(atLeast);
    }

    @Override
    public void release(ByteBuffer buffer) {
        pool.release(buffer);
    }
}
