package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.ConnectionSink;
import dev.sheetbend.websocket.connection.ReadHalf;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Role;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lends read halves to the sessions of one container while they read. Between two messages a read half has nothing to
 * remember unless there are extensions; so a session that nothing comes for needs none. Thread safe.
 */
public final class ReadHalves {
    /** For each role; more than threads read at the same time, as a rule. A power of two. */
    private static final int SLOTS = Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 4;

    /** Far enough from each other that processors do not compete for the same line of their caches. */
    private static final int STRIDE = 32;

    private final BufferPool pool;
    private final AtomicReferenceArray<ReadHalf> spare = new AtomicReferenceArray<>(2 * SLOTS * STRIDE);

    /**
     * @param pool lends the memory for what does not arrive in one piece
     */
    public ReadHalves(BufferPool pool) {
        this.pool = pool;
    }

    /** One that reads for this connection. */
    ReadHalf lend(Role role, ExtensionStack extensions, ConnectionSink sink) {
        ReadHalf half = extensions.isEmpty() ? spare.getAndSet(slot(role), null) : null;
        if (half == null) {
            return new ReadHalf(role, extensions, pool, sink);
        }
        half.readFor(sink);
        return half;
    }

    /**
     * Takes it back if it has nothing to remember.
     *
     * @return whether it has been taken, and may not be used any more
     */
    boolean takeBack(Role role, ExtensionStack extensions, ReadHalf half) {
        if (!extensions.isEmpty() || !half.isAtRest()) {
            return false;
        }
        half.readForNobody();
        spare.set(slot(role), half);
        return true;
    }

    private static int slot(Role role) {
        // Threads that read at the same time have different numbers, and each finds what it gave back.
        int own = (int) Thread.currentThread().getId() & (SLOTS - 1);
        return (role == Role.SERVER ? own : SLOTS + own) * STRIDE;
    }
}
