package dev.sheetbend.websocket.deflate;

import java.util.ArrayDeque;

/**
 * The decompressors of one container, lent for a message each. What is kept is bounded, and is kept for as long as there
 * is a stage that may come for it; more exist only while they are lent. Thread safe.
 */
final class InflaterPool {
    private final int most;

    // Guarded by this.
    private final ArrayDeque<Decompressor> free = new ArrayDeque<>();
    /** How many stages there are. */
    private int stages;

    private int alive;
    private long created;
    private boolean closed;

    /**
     * @param most how many decompressors are kept at most, 1 or more
     */
    InflaterPool(int most) {
        this.most = most;
    }

    /** There is one more stage. */
    synchronized void join() {
        stages++;
    }

    /** A stage is closed and has given back what it had. With the last one, all end that are not lent. */
    synchronized void leave() {
        stages--;
        if (stages == 0) {
            endKept();
        }
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
            if (!closed && stages > 0 && alive <= most) {
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
        endKept();
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

    private void endKept() {
        while (!free.isEmpty()) {
            discard(free.pop());
        }
    }
}
