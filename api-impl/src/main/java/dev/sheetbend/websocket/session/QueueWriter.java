package dev.sheetbend.websocket.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Moves what an {@link OutputQueue} holds to the transport, one write at a time, unless it is held back; and says when
 * replies pile up so that reading should pause. Any thread. Shares the lock of its {@link SendQueue}, which guards the
 * fields and is not held during a call to the transport, to a completion or to {@link WriteEvents}.
 */
final class QueueWriter implements Transport.WriteListener, GatherFlusher.Holder {
    private final Transport transport;
    private final ReentrantLock lock;
    private final OutputQueue out;
    private final Gathering gathering;
    private final WriteProgress progress;
    private final GatherFlusher flusher;
    private final Source source;
    private final WriteEvents events;
    private final long maxQueuedBytes;

    /** The transport's while it writes. */
    private ByteBuffer[] batch = new ByteBuffer[1];

    private boolean writing;
    private Thread writer;
    /**
     * The thread whose write was complete when the transport returned, with nothing left to write; else null. Written
     * under the lock; a thread may look for itself without it, as only it writes its own name.
     */
    private Thread drainedBy;
    /** The Close frame is in the queue: nothing is held back any more. */
    private boolean closing;

    private boolean ended;
    private boolean readsHeld;

    /** Who sees to it that what is framed leaves, or null when that is the sender's to do. */
    private HeldSends holder;

    /** Where the frames come from. */
    interface Source {
        /**
         * There is room again: frames what waits. Guarded by the lock.
         *
         * @return who waited for what has left as a whole
         */
        List<Outgoing.Completion> written();

        /** Follows {@link #written}, without the lock. */
        void unlocked();
    }

    QueueWriter(
            Transport transport,
            ReentrantLock lock,
            OutputQueue out,
            Gathering gathering,
            WriteProgress progress,
            SessionRuntime runtime,
            SendLimits limits,
            Source source,
            WriteEvents events) {
        this.transport = transport;
        this.lock = lock;
        this.out = out;
        this.gathering = gathering;
        this.progress = progress;
        this.flusher = runtime.flusher();
        this.source = source;
        this.events = events;
        this.maxQueuedBytes = limits.maxQueuedBytes();
    }

    /**
     * Writes what may be written now.
     *
     * @param force also what is held back
     * @return true when nothing is left as far as this thread can tell
     */
    boolean flush(boolean force) {
        while (true) {
            int count;
            lock.lock();
            try {
                if (force) {
                    gathering.owe();
                }
                count = takeWhatMayLeave();
                if (count == 0) {
                    return out.pending() == 0;
                }
            } finally {
                lock.unlock();
            }
            if (!write(count)) {
                return false;
            }
            if (drainedBy == Thread.currentThread()) {
                return true;
            }
            if (isStillWriting()) {
                events.writeIsPending();
                return false;
            }
        }
    }

    /** Begins a write of so many buffers; 0 for none. Guarded by the lock. */
    private int takeWhatMayLeave() {
        // Whoever has what is framed now sees to it: this call, the write under way, or the batch that holds it.
        holder = null;
        if (writing || ended || holdsBack()) {
            return 0;
        }
        if (out.batchLength() > batch.length) {
            batch = new ByteBuffer[out.batchLength()];
        }
        int count = out.take(batch);
        if (count == 0) {
            gathering.nothingOwed();
            return 0;
        }
        writing = true;
        writer = Thread.currentThread();
        drainedBy = null;
        progress.begun();
        return count;
    }

    /** Whether what there is waits for more; somebody sees to it then that it does not wait for long. */
    private boolean holdsBack() {
        if (closing || !gathering.holdsBack(out.pending())) {
            return false;
        }
        if (!gathering.batchingAllowed()) {
            flusher.watch(this);
        }
        return true;
    }

    /** What becomes of a frame that has been appended just now. */
    enum Fate {
        /** {@link #flush} sends it. */
        LEAVES,
        /** It is held back, and watched. */
        STAYS,
        /** It waits for the write that is under way. */
        WAITS
    }

    /**
     * Of what nobody waits for. Guarded by the lock.
     *
     * @param held what {@link #isHeldWith} has said
     */
    Fate fate(boolean held) {
        if (writing || ended) {
            return Fate.WAITS;
        }
        return held || holdsBack() ? Fate.STAYS : Fate.LEAVES;
    }

    /**
     * Whether the calling thread, which reads, sees to it later that so many bytes leave together with all that is framed
     * already. Guarded by the lock.
     */
    boolean isHeldWith(long bytes) {
        // A reply is gathered, or leaves; to ask the thread costs more than all else of it.
        boolean mayBe = !writing && !ended && !closing && !gathering.isReplying();
        boolean held = mayBe && isHeldBy(HeldSends.current(), bytes);
        out.gatherLittle(held);
        return held;
    }

    /** After {@link #isHeldWith}, once the frame has been framed, which extensions may have taken their time for. */
    boolean isStillHeld() {
        lock.lock();
        try {
            return holder != null && !gathering.isOwed();
        } finally {
            lock.unlock();
        }
    }

    /** Whether so many bytes of a batch that is gathered for the calling thread stay for now. Guarded by the lock. */
    boolean staysForCallerWith(long bytes) {
        return !writing && !ended && !closing && gathering.staysForCaller(out.pending() + bytes);
    }

    private boolean isHeldBy(HeldSends own, long bytes) {
        if (own == null || !own.holds() || !gathering.mayBeHeld(out.pending() + bytes)) {
            return false;
        }
        if (holder != own && own.add(this, flusher)) {
            holder = own;
        }
        return holder == own;
    }

    /** A transport that throws is broken; nothing of that reaches who happens to send. */
    private boolean write(int count) {
        try {
            transport.write(batch, count, this);
            return true;
        } catch (RuntimeException | Error e) {
            writeFailed(e);
            return false;
        }
    }

    private boolean isStillWriting() {
        lock.lock();
        try {
            if (writer == Thread.currentThread()) {
                writer = null;
            }
            return writing;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void writeCompleted() {
        List<Outgoing.Completion> finished;
        boolean resumeReads;
        boolean continueHere;
        lock.lock();
        try {
            forgetTaken();
            writing = false;
            progress.made();
            finished = source.written();
            resumeReads = readsHeld && out.repliesPending() <= maxQueuedBytes / 4;
            readsHeld &= !resumeReads;
            continueHere = writer != Thread.currentThread();
            if (ended) {
                out.clear();
            }
            if (!continueHere && out.isDrained()) {
                gathering.nothingOwed();
                writer = null;
                drainedBy = Thread.currentThread();
            }
        } finally {
            lock.unlock();
        }
        events.written();
        if (!finished.isEmpty()) {
            finished.forEach(completion -> completion.completed(null));
        }
        source.unlocked();
        if (resumeReads) {
            events.readsMayResume();
        }
        if (continueHere) {
            flush(false);
        }
    }

    /** Nothing of what was written stays reachable, be it the application's or everybody's. Guarded by the lock. */
    private void forgetTaken() {
        out.releaseTaken(true);
        for (int i = 0; i < batch.length && batch[i] != null; i++) {
            batch[i] = null;
        }
    }

    @Override
    public void writeFailed(Throwable cause) {
        lock.lock();
        try {
            out.releaseTaken(false);
            // A transport that is coming to its end may still look at the old one; and a session that the application
            // keeps holds no buffers.
            batch = new ByteBuffer[1];
            writing = false;
        } finally {
            lock.unlock();
        }
        events.writeFailed(cause);
    }

    /** Whether the transport has a write that has not completed. Guarded by the lock. */
    boolean isWriting() {
        return writing;
    }

    /** The Close frame is framed: it leaves together with all before it. Guarded by the lock. */
    void closing() {
        closing = true;
    }

    /** Nothing is written any more, and the buffers go back. Guarded by the lock. */
    void end() {
        ended = true;
        out.clear();
    }

    // Held back

    /** Sends what a batch has held back for too long; called by the flusher. */
    @Override
    public void flushHeld(GatherFlusher caller) {
        flushHeld();
    }

    /** Sends what is held back, but for the application's own batch. */
    void flushHeld() {
        if (!gathering.batchingAllowed()) {
            flush(true);
        }
    }

    @Override
    public boolean claimWatch(GatherFlusher itsFlusher) {
        return gathering.claimWatch();
    }

    @Override
    public void endWatch(GatherFlusher itsFlusher) {
        gathering.endWatch();
    }

    // Back pressure

    /**
     * Whether so many replies wait for the transport that nothing more should be read. What the application sends of
     * its own accord does not count: a peer that reads only when it has been read from would wait for us, and we for
     * it.
     */
    boolean isCrowded() {
        lock.lock();
        try {
            return !ended && out.repliesPending() > maxQueuedBytes / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it still is; {@link WriteEvents#readsMayResume} follows then. Called when reading has been suspended. */
    boolean holdReads() {
        lock.lock();
        try {
            readsHeld = isCrowded();
            return readsHeld;
        } finally {
            lock.unlock();
        }
    }
}
