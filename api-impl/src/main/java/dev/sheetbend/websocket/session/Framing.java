package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes frames of what is sent when its turn comes, by way of the extensions if there are any. Those work without the
 * lock: the frame that goes through them has the turn, and the next data frame waits for it, whoever has sent it. Shares
 * the lock of its {@link SendQueue}, which guards the fields.
 */
final class Framing implements QueueWriter.Source {
    /** How many frames a sender encodes for others behind its own. */
    private static final int TURNS_AT_A_TIME = 16;

    private final ReentrantLock lock;
    private final OutputQueue out;
    private final SendOrder order;
    private final InFlight inFlight;
    private final Gathering gathering;
    private final WriteProgress progress;
    private final FrameEncoding encoding;
    private final SendLimits limits;
    private final WriteEvents events;
    /** Set once, right after the making. */
    private QueueWriter writer;

    private boolean closeQueued;
    private IOException failure;

    /** What has the turn and is not on its way through the extensions yet: for whoever has time; or null. */
    private Outgoing pendingTurn;

    /** Whether the frame that has the turn had to wait for it, so that it is not held back any longer. */
    private boolean turnIsOwed;

    private boolean encodingEnded;

    Framing(
            ReentrantLock lock,
            OutputQueue out,
            SendOrder order,
            InFlight inFlight,
            Gathering gathering,
            WriteProgress progress,
            FrameEncoding encoding,
            SendLimits limits,
            WriteEvents events) {
        this.lock = lock;
        this.out = out;
        this.order = order;
        this.inFlight = inFlight;
        this.gathering = gathering;
        this.progress = progress;
        this.encoding = encoding;
        this.limits = limits;
        this.events = events;
    }

    /**
     * @param itsWriter takes frames to the transport that were encoded on a thread of their own
     */
    void writeWith(QueueWriter itsWriter) {
        writer = itsWriter;
    }

    // The end. Guarded by the lock

    /** The Close frame is in the queue: no data may follow. */
    void closing() {
        closeQueued = true;
    }

    void fail(IOException cause) {
        failure = cause;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Whether nothing may be sent any more. */
    boolean isEnded() {
        return closeQueued || failure != null;
    }

    /** What {@link #fail} was told, or null. */
    IOException failure() {
        return failure;
    }

    IOException closedFailure() {
        return failure != null
                ? new IOException("The session is closed: " + failure.getMessage(), failure)
                : new IOException("The session is closed.");
    }

    // Framing. Guarded by the lock

    boolean mayFrameNow(Outgoing frame) {
        return hasRoomFor(frame) && order.isTurnOf(frame);
    }

    private boolean hasRoomFor(Outgoing frame) {
        return hasRoomFor(frame.length());
    }

    private boolean hasRoomFor(long length) {
        return out.pending() == 0 || out.pending() + length <= limits.maxQueuedBytes();
    }

    /** Whether messages go through extensions, so that {@link #mayFrameMessage} is never so. Without the lock, too. */
    boolean hasExtensions() {
        return encoding.isActive();
    }

    /**
     * Whether nothing stands in the way of a whole message: it has its turn, and goes through no extension.
     *
     * @param atMost bytes that its payload has
     */
    boolean mayFrameMessage(long atMost) {
        return !isEnded() && !encoding.isActive() && order.isIdle() && hasRoomFor(atMost);
    }

    boolean mayWait(Outgoing frame) {
        long queued = out.pending() + order.bytes();
        return queued == 0 || queued + frame.length() <= limits.maxQueuedBytes();
    }

    /** Whether {@link #frame} may give the frame its turn only. */
    boolean mayEncode(Outgoing frame) {
        return encoding.mayTake(frame);
    }

    /**
     * Frames it and what has waited for it, or begins its turn.
     *
     * @return a frame whose turn has come, for {@link #encodeTurns}; null when there is none
     */
    Outgoing frame(Outgoing frame) {
        if (encoding.mayTake(frame)) {
            order.beginTurn(frame);
            turnIsOwed = false;
            return frame;
        }
        frameOne(frame, FrameEncoding.PASSED);
        return frameWaiting();
    }

    private void frameOne(Outgoing frame, FrameEncoding.Result encoded) {
        if (encoded.taken()) {
            encoded.frames().forEach(each -> out.appendEncoded(frame.opcode(), each, frame.isReply()));
        } else {
            out.append(frame, frame.isReply());
        }
        order.gone(frame);
        if (!frame.isControl()) {
            progress.madeForMessages();
        }
        boolean isAwaited = frame.completion() != Outgoing.Completion.NONE || frame.deadline() != Outgoing.NO_DEADLINE;
        if (isAwaited && !encoded.isKept()) {
            inFlight.add(frame.completion(), out.appended(), frame.deadline());
        }
    }

    /** Frames what waits and may go now; as {@link #frame}. */
    private Outgoing frameWaiting() {
        if (closeQueued) {
            return null;
        }
        for (Outgoing next = order.next(); next != null && hasRoomFor(next); next = order.next()) {
            order.remove(next);
            gathering.owe();
            if (encoding.mayTake(next)) {
                order.beginTurn(next);
                turnIsOwed = true;
                return next;
            }
            frameOne(next, FrameEncoding.PASSED);
        }
        return null;
    }

    @Override
    public List<Outgoing.Completion> written() {
        List<Outgoing.Completion> finished = inFlight.takeUpTo(out.written());
        leave(frameWaiting());
        return finished;
    }

    /** Leaves a turn to whoever comes first: a sender that waits, or a worker. Null leaves none. */
    private void leave(Outgoing turn) {
        if (turn != null) {
            pendingTurn = turn;
            progress.wake();
        }
    }

    /** Whether a turn was left that nobody has taken up. */
    boolean hasPendingTurn() {
        return pendingTurn != null;
    }

    /** Takes the frame back if its turn has been left and not been taken up. */
    boolean takeBack(Outgoing frame) {
        if (pendingTurn != frame) {
            return false;
        }
        pendingTurn = null;
        order.endTurn();
        leave(frameWaiting());
        return true;
    }

    // Extensions. Without the lock

    /** Whoever tells of writes has other connections to look after, and encodes nothing. */
    @Override
    public void unlocked() {
        if (encoding.isActive()) {
            callWorker();
        }
    }

    /** A worker may be long in coming, as all may be blocked in sends: those take the turn up themselves. */
    private void callWorker() {
        boolean pending;
        lock.lock();
        try {
            pending = hasPendingTurn();
        } finally {
            lock.unlock();
        }
        if (pending) {
            events.execute(this::encodePending);
        }
    }

    /** Takes up a turn that was left, if there still is one. */
    void encodePending() {
        Outgoing turn;
        lock.lock();
        try {
            turn = pendingTurn;
            pendingTurn = null;
        } finally {
            lock.unlock();
        }
        encodeTurns(turn);
        if (turn != null) {
            writer.flush(false);
        }
    }

    /**
     * Takes the frame whose turn it is through the extensions, then those that have waited for it; but not too many, as
     * the caller has something else to do.
     *
     * @param first null when there is none
     */
    void encodeTurns(Outgoing first) {
        Outgoing turn = first;
        for (int i = 1; turn != null; i++) {
            turn = encodeTurn(turn, i == TURNS_AT_A_TIME);
            if (turn != null) {
                // The transport has something to do meanwhile.
                writer.flush(false);
            }
        }
        if (first != null) {
            callWorker();
        }
    }

    /**
     * Returns the next one, or null.
     *
     * @param leavesNext whether that is left to others
     */
    private Outgoing encodeTurn(Outgoing turn, boolean leavesNext) {
        FrameEncoding.Result result = encoding.encode(turn);
        IOException refusal = null;
        Outgoing next = null;
        lock.lock();
        try {
            if (isEnded()) {
                refusal = closedFailure();
            } else {
                result = framed(turn, result);
                if (result.failure().isPresent()) {
                    refusal = new IOException(
                            "An extension failed.", result.failure().get());
                }
            }
            if (result.failure().isPresent()) {
                // Nobody has a turn any more: the session is closed next.
                encodingEnded = true;
                order.beginTurn(Outgoing.marker(Outgoing.Completion.NONE));
            } else {
                order.endTurn();
                next = refusal == null ? frameWaiting() : null;
            }
            if (leavesNext) {
                leave(next);
                next = null;
            }
            progress.wake();
        } finally {
            lock.unlock();
        }
        settle(turn, result, refusal);
        return next;
    }

    /** The result, or a failure where it cannot be framed. Guarded by the lock. */
    private FrameEncoding.Result framed(Outgoing turn, FrameEncoding.Result result) {
        if (result.failure().isPresent()) {
            return result;
        }
        try {
            frameOne(turn, result);
            if (turnIsOwed || !order.isEmpty()) {
                gathering.owe();
            }
            return result;
        } catch (RuntimeException | Error e) {
            // The turn has to end in any case.
            return result.failed(e);
        }
    }

    private void settle(Outgoing turn, FrameEncoding.Result result, IOException refusal) {
        if (refusal != null) {
            result.release();
            turn.completion().completed(refusal);
            if (result.failure().isPresent()) {
                closeEncoding();
                events.encodingFailed(result.failure().get());
            } else {
                endEncoding();
            }
        } else if (result.isKept()) {
            turn.completion().completed(null);
        }
    }

    /** Ends the extensions, when nothing may be sent any more and no frame is on its way through them. */
    void endEncoding() {
        lock.lock();
        try {
            if (encodingEnded || !isEnded() || order.hasTurn()) {
                return;
            }
            encodingEnded = true;
        } finally {
            lock.unlock();
        }
        closeEncoding();
    }

    private void closeEncoding() {
        try {
            encoding.close();
        } catch (RuntimeException e) {
            events.stageNotClosed(e);
        }
    }
}
