package dev.sheetbend.websocket.session;

/**
 * Whether a send queue holds back what it has framed: because a batch of messages that came in one read is being
 * handled, or because the application batches ({@code RemoteEndpoint.setBatchingAllowed}).
 */
final class Gathering {
    /** For so many batches nothing is held for other sessions after a handler has waited while something was. */
    private static final int UNSPREAD_BATCHES = 64;

    private final SendLimits limits;

    /** The thread whose batch is being gathered, or null. Written by the reading thread only. */
    private volatile Thread batchThread;

    /** The thread that handles what has been read, or null: what it sends are replies. Written by that thread only. */
    private volatile Thread reader;

    private volatile boolean batchingAllowed;

    /** Whether what the handlers of this batch send to other sessions is held as well. The reading thread's. */
    private boolean spreads;

    /** For how many batches it is not, because a handler waited for something meanwhile. */
    private volatile int unspreadBatches;

    /** Whether the flusher knows of this queue. Set under this. */
    private volatile boolean watched;

    /**
     * Somebody waits for what is framed: nothing is held back until all of it has left. Guarded by the queue's lock.
     */
    private boolean owed;

    Gathering(SendLimits limits) {
        this.limits = limits;
    }

    /** A message is about to be handled. On the reading thread. */
    void begin(boolean moreFollows) {
        // Most messages change nothing, and a volatile write costs more than looking.
        Thread current = Thread.currentThread();
        if (reader != current) {
            reader = current;
        }
        Thread batch = moreFollows && limits.coalesce() ? current : null;
        if (batchThread != batch) {
            batchThread = batch;
            if (batch != null && !spreads) {
                beginSpreading();
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one that is lost costs one batch
    private void beginSpreading() {
        if (unspreadBatches > 0) {
            unspreadBatches--;
        } else {
            spreads = true;
            HeldSends.beginBatch(this);
        }
    }

    /** A handler has waited while something was held for other sessions. Any thread; what comes in between may not count. */
    void waitedWhileHolding() {
        unspreadBatches = UNSPREAD_BATCHES;
    }

    /** All that was read has been handled. On the reading thread. */
    void end() {
        if (reader != null) {
            reader = null;
        }
        if (batchThread != null) {
            batchThread = null;
        }
    }

    /** What the handlers of the batch have sent to other sessions leaves. Follows {@link #end}. */
    void endSpreading() {
        if (spreads) {
            spreads = false;
            HeldSends.endBatch();
        }
    }

    /**
     * Whether what the calling thread's handler returns may wait for {@link #end}, because nothing comes between but the
     * messages of a batch.
     */
    boolean endsSoon() {
        return limits.coalesce() && batchThread == null && isReplying();
    }

    /** Whether what the calling thread sends answers what has been read. */
    boolean isReplying() {
        return Thread.currentThread() == reader;
    }

    /** Whether what the calling thread sends has gone well as soon as it is held back. */
    boolean isForCaller() {
        return batchingAllowed || batchThread == Thread.currentThread();
    }

    boolean batchingAllowed() {
        return batchingAllowed;
    }

    void batchingAllowed(boolean allowed) {
        batchingAllowed = allowed;
    }

    /** Guarded by the queue's lock. */
    void owe() {
        owed = true;
    }

    /** Guarded by the queue's lock. */
    boolean isOwed() {
        return owed;
    }

    /** Guarded by the queue's lock. */
    void nothingOwed() {
        owed = false;
    }

    /** Whether so many bytes stay where they are for now. Guarded by the queue's lock. */
    boolean holdsBack(long bytes) {
        return (batchingAllowed || batchThread != null) && !owed && bytes < most();
    }

    /** So many bytes leave without waiting for the end of their batch. */
    private long most() {
        return Math.min(OutputQueue.SEGMENT_SIZE, limits.maxQueuedBytes() / 4);
    }

    /** Whether so many bytes stay where they are for now, in a batch of the calling thread. Guarded by the queue's lock. */
    boolean staysForCaller(long bytes) {
        return isForCaller() && holdsBack(bytes);
    }

    /**
     * Whether so many bytes of other sessions' endpoints may stay for now, with a thread that {@link HeldSends} has for
     * that. Guarded by the queue's lock.
     */
    boolean mayBeHeld(long bytes) {
        return limits.coalesce() && !owed && bytes < most();
    }

    /** True when the flusher does not watch this queue yet; it does from now on. */
    boolean claimWatch() {
        return !watched && claimFirst();
    }

    private synchronized boolean claimFirst() {
        boolean first = !watched;
        watched = true;
        return first;
    }

    void endWatch() {
        watched = false;
    }
}
