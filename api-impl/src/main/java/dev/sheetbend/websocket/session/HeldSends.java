package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.loop.Round;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * What the endpoints that one thread runs send to other sessions than the one whose message they handle. It is held back
 * while a batch of messages of one connection is handled, and while other connections have input that the thread of a read
 * loop has found, so that several messages for one session leave in one write. A {@link GatherFlusher} sends what is held
 * when a handler keeps the thread. Used by its thread, but for {@link #flushHeld}.
 */
public final class HeldSends implements Round, GatherFlusher.Holder {
    /** So many sessions at most have something held back for them, which bounds the memory that it takes. */
    private static final int MOST_SESSIONS = 4096;

    private static final QueueWriter[] NOTHING = {};

    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    // Set back to null and not removed, which would cost an allocation for each batch; null refers to no class.
    private static final ThreadLocal<HeldSends> CURRENT = new ThreadLocal<>();
    /** Of threads that are not of a loop, for which one is made only when their batch has sent to another session. */
    private static final ThreadLocal<Gathering> BATCH = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();
    private final boolean ofLoop;

    /** Whether other connections have input behind the current delivery. */
    private volatile boolean moreConnections;

    /** The batch that is being handled, or null. */
    private volatile Gathering batch;

    /** Whether nothing is held. Written under this. */
    private volatile boolean empty = true;

    // Written under this.
    /** Who looks after it now, or null. */
    private GatherFlusher watcher;
    /** A session may stand here twice, and one whose messages have left. */
    private List<QueueWriter> queues = List.of();
    /** That of the first of them, when that was added, as a {@link System#nanoTime} value, and how often it looks. */
    private GatherFlusher flusher;

    private volatile long since;
    private volatile long tickNanos;

    private HeldSends(boolean ofLoop) {
        this.ofLoop = ofLoop;
    }

    /** For the calling thread, which is one of a read loop, until it is closed. */
    public static HeldSends open() {
        var own = new HeldSends(true);
        CURRENT.set(own);
        return own;
    }

    /** Those of the calling thread, or null when it handles nothing behind which more stands. */
    static HeldSends current() {
        HeldSends own = CURRENT.get();
        Gathering handled = own == null ? BATCH.get() : null;
        if (handled != null) {
            own = new HeldSends(false);
            own.batch = handled;
            CURRENT.set(own);
        }
        return own;
    }

    /** The calling thread handles a message behind which more stand. */
    static void beginBatch(Gathering batch) {
        HeldSends own = CURRENT.get();
        if (own == null) {
            BATCH.set(batch);
        } else {
            own.batch = batch;
        }
    }

    /** All of them have been handled. */
    static void endBatch() {
        HeldSends own = CURRENT.get();
        if (own == null) {
            BATCH.set(null);
            return;
        }
        own.batch = null;
        if (!own.ofLoop) {
            BATCH.set(null);
            CURRENT.set(null);
        }
        if (!own.moreConnections) {
            own.flushAll(own.isOlderThan(own.tickNanos));
        }
    }

    @Override
    public void delivers(boolean moreFollow) {
        if (moreConnections != moreFollow) {
            moreConnections = moreFollow;
        }
    }

    /** Sooner than the flusher would have to, which has but one thread for all. */
    @Override
    public boolean isLate() {
        return isOlderThan(tickNanos / 2);
    }

    @Override
    public boolean isDone() {
        return empty;
    }

    @Override
    public void end() {
        delivers(false);
        flushAll(isOlderThan(tickNanos));
    }

    @Override
    public void close() {
        CURRENT.set(null);
        end();
    }

    /** Whether what is sent now may wait. */
    boolean holds() {
        return moreConnections || batch != null;
    }

    /**
     * Sees to it that what the queue holds leaves. Called with the queue's lock.
     *
     * @param itsFlusher looks after all that is added until nothing is held
     * @return false when there are too many, or others of another container; the caller has to do it
     */
    synchronized boolean add(QueueWriter queue, GatherFlusher itsFlusher) {
        if (queues.size() >= MOST_SESSIONS || !empty && flusher != itsFlusher) {
            return false;
        }
        if (empty) {
            flusher = itsFlusher;
            since = System.nanoTime();
            tickNanos = itsFlusher.tickNanos();
            queues = new ArrayList<>();
            empty = false;
            itsFlusher.watch(this);
        }
        queues.add(queue);
        return true;
    }

    private synchronized QueueWriter[] takeAll() {
        QueueWriter[] all = queues.toArray(NOTHING);
        queues = List.of();
        flusher = null;
        empty = true;
        return all;
    }

    /**
     * @param late whether it is not to wait for another batch, in which it may be as well
     */
    private void flushAll(boolean late) {
        if (empty) {
            return;
        }
        for (QueueWriter queue : takeAll()) {
            try {
                if (late) {
                    queue.flushHeld();
                } else {
                    queue.flush(false);
                }
            } catch (RuntimeException | Error e) {
                // Those behind it, and the delivery that ends here, are not to suffer from it.
                LOG.log(Level.ERROR, "What was held back for a session could not be sent", e);
            }
        }
    }

    // For the flusher

    /** Sends what has been held for long, because a handler keeps the thread. */
    @Override
    public void flushHeld(GatherFlusher caller) {
        if (!isOlderThan(tickNanos)) {
            if (!empty) {
                caller.watch(this);
            }
            return;
        }
        Gathering current = batch;
        if (isWaiting()) {
            // Perhaps for an answer to what it has sent: holds nothing more for the rest of this delivery.
            batch = null;
            moreConnections = false;
            if (current != null) {
                current.waitedWhileHolding();
            }
        }
        flushAll(true);
    }

    private boolean isOlderThan(long nanos) {
        return !empty && System.nanoTime() - since >= nanos;
    }

    private boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    @Override
    public synchronized boolean claimWatch(GatherFlusher claimant) {
        // One that has stopped never ends its watch.
        boolean first = watcher != claimant;
        watcher = claimant;
        return first;
    }

    @Override
    public synchronized void endWatch(GatherFlusher former) {
        if (watcher == former) {
            watcher = null;
        }
    }
}
