package dev.sheetbend.websocket.deflate;

import java.util.ArrayDeque;

/**
 * The decompressors of one container, lent for a message each. What is kept is bounded; more exist only while they are
 * lent. Thread safe.
 */
final class InflaterPool {
    private final int most;

    // Guarded by this.
    private final ArrayDeque<Decompressor> free = new ArrayDeque<>();
    private int alive;
    private long created;
    private boolean closed;

    /**
     * @param most how many decompressors are kept at most, 1 or more
     */
    InflaterPool(int most) {
        this.most = most;
    }

    /** A decompressor as good as new. */
    synchronized Decompressor lend() {
        Decompressor kept = free.poll();
        if (kept != null) {
            return kept;
        }
        var decompressor = new Decompressor();
        alive++;
        created++;
        return decompressor;
    }

    /** Takes back one that works; the caller must not touch it again. */
    void giveBack(Decompressor decompressor) {
        decompressor.reset();
        synchronized (this) {
            if (!closed && alive <= most) {
                free.push(decompressor);
                return;
            }
        }
        discard(decompressor);
    }

    /** Takes back one that is in an unknown state. */
    synchronized void discard(Decompressor decompressor) {
        decompressor.end();
        alive--;
    }

    /** Ends all that are not lent, and whatever comes back. */
    synchronized void close() {
        closed = true;
        while (!free.isEmpty()) {
            discard(free.pop());
        }
    }

    /** How many decompressors hold native memory. */
    synchronized int alive() {
        return alive;
    }

    /** How many are lent now. */
    synchronized int active() {
        return alive - free.size();
    }

    /** How many have been made. */
    synchronized long created() {
        return created;
    }
}
