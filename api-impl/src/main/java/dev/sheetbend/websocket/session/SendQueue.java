package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.frame.Role;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The write side of one session: any thread sends, messages leave whole and in the order in which they came, one write to
 * the transport at a time. A message in parts keeps the permit to its final part; others wait behind it, control frames
 * do not. While {@link #gather gathering}, frames are held back until the batch ends.
 *
 * <p>The lock guards every mutable field but the volatile ones; it is never held during a call to the transport or to a
 * completion.
 */
final class SendQueue implements Transport.WriteListener {
    private final Transport transport;
    private final SendLimits limits;
    private final Events events;
    private final GatherFlusher flusher;
    /** Gathered bytes that leave without waiting for the end of their batch. */
    private final long gatherLimit;

    private final ByteBuffer[] batch = new ByteBuffer[OutputQueue.BATCH_BUFFERS];

    private final ReentrantLock lock = new ReentrantLock();
    private final WriteProgress progress;
    private final OutputQueue out;
    private final SendOrder order = new SendOrder();
    private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
    private boolean writing;
    private Thread writer;
    private boolean closeQueued;
    private IOException failure;
    private boolean readsHeld;
    /** Somebody waits for what is queued: nothing is held back until all of it has left. */
    private boolean owed;

    /** The thread whose batch is being gathered, or null. Written by that thread only. */
    private volatile Thread gathering;

    /** The thread that handles what has been read, or null: what it sends are replies. Written by that thread only. */
    private volatile Thread reader;

    private volatile boolean batchingAllowed;

    /** Whether the flusher knows that this queue gathers. */
    private final AtomicBoolean watched = new AtomicBoolean();

    /** What the queue tells its session; called without the lock, never for long, on any thread. */
    interface Events {
        /** An asynchronous send found the queue full, and the policy is to close. */
        void overflowed();

        /** The transport is broken. */
        void writeFailed(Throwable cause);

        /** So much has left that reading may go on, see {@link #holdReads}. */
        void readsMayResume();

        /** A write did not complete at once: watch that it makes progress, see {@link #stalled}. */
        void writeIsPending();

        /** Something that has not left has to leave in so many nanoseconds, see {@link #nanosToStall}. */
        void deadlineIn(long nanos);

        /** The transport has taken something. */
        void written();
    }

    private record Sent(Outgoing frame, long endPosition) {}

    SendQueue(Transport transport, Role role, SessionRuntime runtime, SendLimits limits, Events events) {
        this.transport = transport;
        this.limits = limits;
        this.events = events;
        this.flusher = runtime.flusher();
        this.progress = new WriteProgress(lock, limits.stallTimeoutMillis());
        this.gatherLimit = Math.min(OutputQueue.SEGMENT_SIZE, limits.maxQueuedBytes() / 4);
        this.out = new OutputQueue(role, runtime.maskKeys(), runtime.pool());
    }

    // Sending

    /**
     * Sends and returns at once, or, when the policy is to block, when there is room; the frame's completion tells how it
     * went. In a batch that the application allowed, it has gone well as soon as it is in the batch.
     */
    void sendAsync(Outgoing frame) {
        if (offer(frame)) {
            return;
        }
        // What is held back makes no room by itself.
        flush(true);
        if (limits.policy() == SendLimits.Policy.BLOCK) {
            sendWhenThereIsRoom(frame);
        } else if (!offer(frame)) {
            frame.completion().completed(new SendQueueFullException(limits.maxQueuedBytes()));
            if (limits.policy() == SendLimits.Policy.CLOSE) {
                events.overflowed();
            }
        }
    }

    private void sendWhenThereIsRoom(Outgoing frame) {
        try {
            while (!offer(frame)) {
                awaitRoom(frame);
            }
        } catch (IOException e) {
            frame.completion().completed(e);
        }
    }

    /** Whether the frame's fate is settled or will be: false when there is no room for it. */
    private boolean offer(Outgoing frame) {
        Outgoing.Completion completion = frame.completion();
        IOException refusal = null;
        boolean batched = false;
        boolean urgent = false;
        lock.lock();
        try {
            if (closeQueued || failure != null) {
                refusal = closedFailure();
            } else if (mayFrameNow(frame)) {
                urgent = batchingAllowed && (frame.isControl() || out.keepsInPlace(frame));
                batched = batchingAllowed && !urgent;
                frame(batched ? frame.onCompletion(Outgoing.Completion.NONE) : frame);
            } else if (mayWait(frame)) {
                urgent = true;
                order.add(frame);
            } else {
                return false;
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            completion.completed(refusal);
            return true;
        }
        flush(urgent);
        if (batched) {
            completion.completed(null);
        } else {
            watch(frame);
        }
        return true;
    }

    private boolean mayWait(Outgoing frame) {
        long queued = out.pending() + order.bytes();
        return queued == 0 || queued + frame.length() <= limits.maxQueuedBytes();
    }

    /** Sees to it that an asynchronous send does not take longer than it may. */
    private void watch(Outgoing frame) {
        boolean waits;
        lock.lock();
        try {
            waits = failure == null && (!order.isEmpty() || !inFlight.isEmpty());
        } finally {
            lock.unlock();
        }
        long nanos = frame.nanosToDeadline(System.nanoTime());
        if (waits && nanos != Long.MAX_VALUE) {
            events.deadlineIn(nanos);
        }
    }

    /**
     * Sends and returns when the transport has it all, or, within a batch that is being gathered for this thread, when it
     * is gathered.
     *
     * @throws IOException when it could not be sent; the session is then ended
     * @throws IllegalStateException when this thread has left another message unfinished
     */
    void sendBlocking(Outgoing frame) throws IOException {
        WriteProgress.Ticket ticket = null;
        lock.lock();
        try {
            if (closeQueued || failure != null) {
                throw closedFailure();
            }
            order.requireFinishedMessage(frame);
            frame.sentBy(Thread.currentThread());
            boolean framed = mayFrameNow(frame);
            boolean gathered = framed && isGatheredFor(Thread.currentThread()) && !out.keepsInPlace(frame);
            if (!gathered) {
                ticket = progress.new Ticket();
                frame.onCompletion(ticket);
            }
            if (framed) {
                frame(frame);
            } else {
                order.add(frame);
            }
        } finally {
            lock.unlock();
        }
        flush(ticket != null || batchingAllowed && frame.isControl());
        if (ticket != null) {
            await(ticket, frame);
        }
    }

    private void await(WriteProgress.Ticket ticket, Outgoing frame) throws IOException {
        try {
            await(ticket);
        } catch (InterruptedIOException e) {
            if (!(e instanceof SocketTimeoutException) && !isCallersAgain(frame)) {
                events.writeFailed(e);
            }
            throw e;
        }
    }

    /** Whether the queue needs the payload of an interrupted send no longer; takes back what waits if it can. */
    private boolean isCallersAgain(Outgoing frame) {
        lock.lock();
        try {
            if (!order.contains(frame)) {
                return !out.keepsInPlace(frame);
            }
            if (frame.messageKey() != null) {
                return false;
            }
            order.remove(frame);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isGatheredFor(Thread thread) {
        return batchingAllowed || gathering == thread;
    }

    /** Guarded by the lock. */
    private boolean mayFrameNow(Outgoing frame) {
        return hasRoomFor(frame) && order.isTurnOf(frame);
    }

    private boolean hasRoomFor(Outgoing frame) {
        return out.pending() == 0 || out.pending() + frame.length() <= limits.maxQueuedBytes();
    }

    /** Guarded by the lock. */
    private void frame(Outgoing frame) {
        frameOne(frame);
        frameWaiting();
    }

    private void frameOne(Outgoing frame) {
        out.append(frame, Thread.currentThread() == reader);
        order.gone(frame);
        if (frame.completion() != Outgoing.Completion.NONE) {
            inFlight.addLast(new Sent(frame, out.appended()));
        }
    }

    /** Frames what waits and may go now. Guarded by the lock. */
    private void frameWaiting() {
        if (closeQueued) {
            return;
        }
        for (Outgoing next = order.next(); next != null && hasRoomFor(next); next = order.next()) {
            order.remove(next);
            frameOne(next);
            owed = true;
        }
    }

    // Waiting

    private void await(WriteProgress.Ticket ticket) throws IOException {
        if (!ticket.await()) {
            throw giveUp();
        }
        ticket.check();
    }

    private void awaitRoom(Outgoing frame) throws IOException {
        if (!progress.await(() -> failure != null || closeQueued || mayWait(frame))) {
            throw giveUp();
        }
    }

    private IOException giveUp() {
        IOException stalled = WriteProgress.stalled();
        events.writeFailed(stalled);
        return stalled;
    }

    /** Guarded by the lock. */
    private IOException closedFailure() {
        return failure != null
                ? new IOException("The session is closed: " + failure.getMessage(), failure)
                : new IOException("The session is closed.");
    }

    // Control frames of the protocol

    /** Owes the peer a Pong; when one is owed already and has not left, only this one is sent (RFC 6455, 5.5.3). */
    void sendPong(byte[] payload, int offset, int length) {
        lock.lock();
        try {
            if (closeQueued || failure != null) {
                return;
            }
            if (writing) {
                out.putUrgentPong(payload, offset, length);
            } else {
                out.appendPong(payload, offset, length);
            }
        } finally {
            lock.unlock();
        }
        flush(batchingAllowed);
    }

    /** Queues the Close frame behind what is framed already and refuses everything after it. */
    void sendClose(int code, String reason, Outgoing.Completion sent) {
        List<Outgoing> refused;
        lock.lock();
        try {
            if (closeQueued || failure != null) {
                return;
            }
            closeQueued = true;
            out.appendClose(code, reason);
            inFlight.addLast(new Sent(Outgoing.marker(sent), out.appended()));
            refused = order.takeAll();
            progress.wake();
        } finally {
            lock.unlock();
        }
        for (Outgoing frame : refused) {
            frame.completion().completed(new IOException("The session is closed."));
        }
        flush(true);
    }

    // Gathering

    /** While true, what is sent is held back until {@link #endBatch}; called by the reading thread only. */
    void gather(boolean more) {
        reader = Thread.currentThread();
        gathering = more && limits.coalesce() ? Thread.currentThread() : null;
    }

    /** Ends gathering; what was gathered leaves. */
    void endBatch() {
        reader = null;
        gathering = null;
        flush(false);
    }

    /** The application's own batching (RemoteEndpoint.setBatchingAllowed). */
    void batchingAllowed(boolean allowed) throws IOException {
        batchingAllowed = allowed;
        if (!allowed) {
            flushBatch();
        }
    }

    boolean batchingAllowed() {
        return batchingAllowed;
    }

    /** Sends what is held back and returns when the transport has it. */
    void flushBatch() throws IOException {
        var ticket = progress.new Ticket();
        lock.lock();
        try {
            if (failure != null) {
                throw closedFailure();
            }
            if (out.pending() == 0) {
                return;
            }
            inFlight.addLast(new Sent(Outgoing.marker(ticket), out.appended()));
        } finally {
            lock.unlock();
        }
        flush(true);
        await(ticket);
    }

    /** Sends what a batch has held back for too long; called by the flusher. */
    void flushGathered() {
        if (!batchingAllowed) {
            flush(true);
        }
    }

    /** True when the flusher does not watch this queue yet; it does from now on. */
    boolean claimWatch() {
        return watched.compareAndSet(false, true);
    }

    void endWatch() {
        watched.set(false);
    }

    // Writing

    private void flush(boolean force) {
        while (true) {
            int count;
            lock.lock();
            try {
                owed |= force;
                if (writing || failure != null) {
                    return;
                }
                if (heldBack()) {
                    if (!batchingAllowed) {
                        flusher.watch(this);
                    }
                    return;
                }
                count = out.take(batch);
                if (count == 0) {
                    owed = false;
                    return;
                }
                writing = true;
                writer = Thread.currentThread();
                progress.made();
            } finally {
                lock.unlock();
            }
            if (!write(count)) {
                return;
            }
            if (isStillWriting()) {
                events.writeIsPending();
                return;
            }
        }
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

    private boolean heldBack() {
        return (batchingAllowed || gathering != null) && !owed && out.pending() < gatherLimit && !closeQueued;
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
        List<Outgoing> finished;
        boolean resumeReads;
        boolean continueHere;
        lock.lock();
        try {
            out.releaseTaken();
            writing = false;
            progress.made();
            finished = takeFinished();
            frameWaiting();
            resumeReads = readsHeld && out.repliesPending() <= limits.maxQueuedBytes() / 4;
            readsHeld &= !resumeReads;
            continueHere = writer != Thread.currentThread();
            if (failure != null) {
                out.clear();
            }
        } finally {
            lock.unlock();
        }
        events.written();
        for (Outgoing frame : finished) {
            frame.completion().completed(null);
        }
        if (resumeReads) {
            events.readsMayResume();
        }
        if (continueHere) {
            flush(false);
        }
    }

    private List<Outgoing> takeFinished() {
        if (inFlight.isEmpty() || inFlight.getFirst().endPosition > out.written()) {
            return List.of();
        }
        var finished = new ArrayList<Outgoing>();
        for (Iterator<Sent> it = inFlight.iterator(); it.hasNext(); ) {
            Sent sent = it.next();
            if (sent.endPosition > out.written()) {
                break;
            }
            it.remove();
            finished.add(sent.frame);
        }
        return finished;
    }

    @Override
    public void writeFailed(Throwable cause) {
        lock.lock();
        try {
            out.releaseTaken();
            writing = false;
        } finally {
            lock.unlock();
        }
        events.writeFailed(cause);
    }

    // The end

    /** Fails all that has not been sent and everything after; gives back every buffer. Any thread, any number of times. */
    void fail(IOException cause) {
        var failed = new ArrayList<Outgoing>();
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = cause;
            for (Sent sent : inFlight) {
                failed.add(sent.frame);
            }
            inFlight.clear();
            failed.addAll(order.takeAll());
            out.clear();
            progress.wake();
        } finally {
            lock.unlock();
        }
        for (Outgoing frame : failed) {
            frame.completion().completed(cause);
        }
    }

    /**
     * Whether so many replies wait for the transport that nothing more should be read. What the application sends of its
     * own accord does not count: a peer that reads only when it has been read from would wait for us, and we for it.
     */
    boolean isCrowded() {
        lock.lock();
        try {
            return failure == null && out.repliesPending() > limits.maxQueuedBytes() / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it still is; {@link Events#readsMayResume} follows then. Called when reading has been suspended. */
    boolean holdReads() {
        lock.lock();
        try {
            readsHeld = isCrowded();
            return readsHeld;
        } finally {
            lock.unlock();
        }
    }

    /**
     * In how many nanoseconds the write side counts as stalled: 0 or less when it does now, {@link Long#MAX_VALUE} when
     * nothing is pending.
     */
    long nanosToStall() {
        lock.lock();
        try {
            if (failure != null) {
                return Long.MAX_VALUE;
            }
            long now = System.nanoTime();
            long nanos = order.nanosToDeadline(now);
            if (writing) {
                nanos = Math.min(nanos, progress.nanosToStall(now));
            }
            for (Sent sent : inFlight) {
                nanos = Math.min(nanos, sent.frame.nanosToDeadline(now));
            }
            return nanos;
        } finally {
            lock.unlock();
        }
    }

    /** The exception that ends a session whose peer takes no data. */
    IOException stalled() {
        return WriteProgress.stalled();
    }
}
