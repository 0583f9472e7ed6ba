package dev.sheetbend.websocket.benchmarks.server.raw;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Direct buffers for one read each, as many as there are threads at work at once: idle connections hold none. Any thread. */
final class Buffers {
    /** Bytes of a buffer: the most that leaves in one write. */
    static final int SIZE = 64 * 1024;

    // Guarded by this. Not a concurrent queue, which would allocate for each message.
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    /** An empty one. */
    synchronized ByteBuffer acquire() {
        return free.isEmpty() ? ByteBuffer.allocateDirect(SIZE) : free.pop().clear();
    }

    /** Takes one back. */
    synchronized void release(ByteBuffer buffer) {
        free.push(buffer);
    }
}
