package dev.sheetbend.websocket.deflate;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The compressors of one container. A connection that has compressed something may leave its compressor here with its
 * context and find it again; but when the bound is reached and another connection needs one, it gets the one that has
 * been left for the longest time. So native memory is bounded, whatever the number of connections. More than the bound
 * exist only while more than that are at work at the same moment. A connection that finds its compressor gone goes on
 * with another one, which is told the last bytes of what the first one has compressed: the peer still has them in its
 * window (RFC 7692, 7.2.1). Compressors are kept for as long as there is a stage that may come for one: a container may
 * never be closed. Thread safe; a lease is used by one thread at a time.
 */
final class DeflaterPool {
    /** What one connection has in the pool. */
    static final class Lease {
        /**
         * How many bytes of what it has sent a connection keeps for a compressor that does not know them, at most. See
         * the figures in docs/compression.md.
         */
        static final int HISTORY = 2 * 1024;

        private final int level;
        private final int windowBits;
        /** The last bytes that have been compressed, in order. Belongs to whoever compresses, not to the pool. */
        private final Window history;

        // Guarded by the pool.
        /** Null when the connection has no compressor. */
        private Compressor compressor;
        /** Its neighbours among those that wait; null unless it waits itself. */
        private Lease before;

        private Lease after;

        /**
         * For a connection that begins with nothing whenever its compressor is gone.
         *
         * @param level 1 to 9
         * @param windowBits 8 to 15
         */
        Lease(int level, int windowBits) {
            this(level, windowBits, 0);
        }

        private Lease(int level, int windowBits, int historySize) {
            this.level = level;
            this.windowBits = windowBits;
            this.history = new Window(historySize);
        }

        /**
         * For a connection whose compressor, wherever it comes from, refers to what was compressed before.
         *
         * @param level 1 to 9
         * @param windowBits 8 to 15
         */
        static Lease withHistory(int level, int windowBits) {
            return new Lease(level, windowBits, Math.min(HISTORY, Compressor.startSize(windowBits)));
        }

        /** These bytes have been compressed, and the peer gets them. */
        void remember(byte[] array, int offset, int length) {
            history.add(array, offset, length);
        }

        /** No compressor is to refer to what was compressed before. */
        void forget() {
            history.release();
        }

        /** The memory for what was compressed before, in bytes. */
        int historyCapacity() {
            return history.capacity();
        }
    }

    /** Leases that wait with a context, in the order in which they were left; linked, so that none costs an object. */
    private static final class Parked {
        private final Lease ends = new Lease(0, 0);
        private int size;

        Parked() {
            ends.before = ends;
            ends.after = ends;
        }

        void add(Lease lease) {
            lease.before = ends.before;
            lease.after = ends;
            ends.before.after = lease;
            ends.before = lease;
            size++;
        }

        boolean remove(Lease lease) {
            if (lease.after == null) {
                return false;
            }
            lease.before.after = lease.after;
            lease.after.before = lease.before;
            lease.before = null;
            lease.after = null;
            size--;
            return true;
        }

        /** Takes its compressor from the one that was left first. */
        Compressor takeFirst() {
            Lease first = ends.after;
            remove(first);
            Compressor compressor = first.compressor;
            first.compressor = null;
            return compressor;
        }
    }

    private final int most;

    // Guarded by this.
    /** Without a context that anybody needs; the last one used comes first. */
    private final ArrayDeque<Compressor> free = new ArrayDeque<>();
    /** With the context of a connection; the one left first comes first. */
    private final Parked parked = new Parked();

    /** How many stages there are. */
    private int stages;

    private int alive;
    private long created;
    private boolean closed;

    /**
     * @param most how many compressors are kept at most, 1 or more
     */
    DeflaterPool(int most) {
        this.most = most;
    }

    /** There is one more stage. */
    synchronized void join() {
        stages++;
    }

    /** A stage is closed and has given back what it had. With the last one, all ends that nobody works with now. */
    synchronized void leave() {
        stages--;
        if (stages == 0) {
            endKept();
        }
    }

    /**
     * A compressor to work with until {@link #park} or {@link #giveBack}: with the context that the connection has left
     * if it is still there, else with what the connection remembers of it.
     */
    Compressor enter(Lease lease) {
        Compressor compressor;
        synchronized (this) {
            if (parked.remove(lease)) {
                return lease.compressor;
            }
            compressor = take(lease.level);
            lease.compressor = compressor;
        }
        compressor.start(lease.windowBits, lease.history);
        return compressor;
    }

    /** The connection does not need its compressor now, but would like to have it again with its context. */
    synchronized void park(Lease lease) {
        if (isKept()) {
            parked.add(lease);
        } else {
            end(lease.compressor);
            lease.compressor = null;
        }
    }

    /** The connection does not need its compressor's context any more. It may have none. */
    synchronized void giveBack(Lease lease) {
        parked.remove(lease);
        Compressor compressor = lease.compressor;
        lease.compressor = null;
        if (compressor == null) {
            return;
        }
        if (isKept()) {
            free.push(compressor);
        } else {
            end(compressor);
        }
    }

    /** Ends all that nobody works with now, and whatever comes back. */
    synchronized void close() {
        closed = true;
        endKept();
    }

    /** How many compressors hold native memory. */
    synchronized int alive() {
        return alive;
    }

    /** How many are at work now. */
    synchronized int active() {
        return alive - free.size() - parked.size;
    }

    /** How many wait with a connection's context. */
    synchronized int parked() {
        return parked.size;
    }

    /** How many have been made. */
    synchronized long created() {
        return created;
    }

    private boolean isKept() {
        return !closed && stages > 0 && alive <= most;
    }

    private void endKept() {
        free.forEach(this::end);
        free.clear();
        while (parked.size > 0) {
            end(parked.takeFirst());
        }
    }

    private Compressor take(int level) {
        Iterator<Compressor> each = free.iterator();
        while (each.hasNext()) {
            Compressor compressor = each.next();
            if (compressor.level() == level) {
                each.remove();
                return compressor;
            }
        }
        if (alive >= most && !(free.isEmpty() && parked.size == 0)) {
            Compressor other = free.isEmpty() ? parked.takeFirst() : free.removeLast();
            if (other.level() == level) {
                return other;
            }
            end(other);
        }
        var compressor = new Compressor(level);
        alive++;
        created++;
        return compressor;
    }

    private void end(Compressor compressor) {
        compressor.end();
        alive--;
    }
}
