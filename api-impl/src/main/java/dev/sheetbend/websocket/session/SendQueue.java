package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Role;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The write side of one session: any thread sends, and messages leave whole and in the order in which they came. A
 * message in parts keeps the permit to its final part; others wait behind it, control frames do not. The {@link
 * QueueWriter} takes what is framed here to the transport, and {@link Gathering} says what is held back meanwhile.
 *
 * <p>The lock guards every mutable field; it is never held during a call to the transport or to a completion.
 */
final class SendQueue {
    /** How many frames a sender encodes for others behind its own. */
    private static final int TURNS_AT_A_TIME = 16;

    private final SendLimits limits;
    private final WriteEvents events;

    private final ReentrantLock lock = new ReentrantLock();
    private final WriteProgress progress;
    private final OutputQueue out;
    private final SendOrder order = new SendOrder();
    private final InFlight inFlight = new InFlight();
    private final Gathering gathering;
    private final QueueWriter writer;
    private boolean closeQueued;
    private IOException failure;

    // Extensions
    private final FrameEncoding encoding;
    /** A frame whose turn has come by a write, or null. */
    private Outgoing turnByWrite;

    private boolean encodingEnded;

    SendQueue(
            Transport transport,
            Role role,
            ExtensionStack extensions,
            SessionRuntime runtime,
            SendLimits limits,
            WriteEvents events) {
        this.limits = limits;
        this.events = events;
        this.progress = new WriteProgress(lock, limits.stallTimeoutMillis());
        this.out = new OutputQueue(role == Role.CLIENT && extensions.clientMasks(), runtime.maskKeys(), runtime.pool());
        this.encoding = new FrameEncoding(extensions, runtime.pool());
        this.gathering = new Gathering(limits);
        this.writer =
                new QueueWriter(transport, lock, out, gathering, progress, runtime, limits, new Written(), events);
    }

    Gathering gathering() {
        return gathering;
    }

    QueueWriter writer() {
        return writer;
    }

    // Sending

    /**
     * Sends and returns at once, or, when the policy is to block, when there is room; the frame's completion tells how
     * it went. In a batch that the application allowed, it has gone well as soon as it is in the batch.
     */
    void sendAsync(Outgoing frame) {
        if (offer(frame)) {
            return;
        }
        // What is held back makes no room by itself.
        writer.flush(true);
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
        Outcome batched = null;
        Outgoing turn = null;
        boolean urgent = false;
        lock.lock();
        try {
            if (closeQueued || failure != null) {
                refusal = closedFailure();
            } else if (mayFrameNow(frame)) {
                boolean batching = gathering.batchingAllowed();
                urgent = batching && (frame.isControl() || out.keepsInPlace(frame));
                if (batching && !urgent) {
                    batched = new Outcome();
                    frame.onCompletion(batched);
                }
                turn = frame(frame);
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
        encodeTurns(turn);
        writer.flush(urgent);
        if (batched != null) {
            completion.completed(batched.failure());
        } else {
            watch(frame);
        }
        return true;
    }

    /** How a frame fared that counts as sent when it is framed. */
    private static final class Outcome implements Outgoing.Completion {
        private volatile Throwable failure;

        @Override
        public void completed(Throwable failureOrNull) {
            failure = failureOrNull;
        }

        Throwable failure() {
            return failure;
        }
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
     * Sends and returns when the transport has it all, or, within a batch that is being gathered for this thread, when
     * it is gathered.
     *
     * @throws IOException when it could not be sent; the session is then ended
     * @throws IllegalStateException when this thread has left another message unfinished
     */
    void sendBlocking(Outgoing frame) throws IOException {
        WriteProgress.Ticket ticket = null;
        Outcome gathered = null;
        Outgoing turn = null;
        lock.lock();
        try {
            if (closeQueued || failure != null) {
                throw closedFailure();
            }
            frame.sentBy(ThreadOfControl.current());
            order.requireFinishedMessage(frame);
            boolean framed = mayFrameNow(frame);
            if (framed && gathering.isForCaller() && !out.keepsInPlace(frame)) {
                if (encoding.mayTake(frame)) {
                    gathered = new Outcome();
                    frame.onCompletion(gathered);
                }
            } else {
                ticket = progress.new Ticket();
                frame.onCompletion(ticket);
            }
            if (framed) {
                turn = frame(frame);
            } else {
                order.add(frame);
            }
        } finally {
            lock.unlock();
        }
        encodeTurns(turn);
        writer.flush(ticket != null || gathering.batchingAllowed() && frame.isControl());
        if (ticket != null) {
            await(ticket, frame);
        } else if (gathered != null && gathered.failure() != null) {
            throw WriteProgress.asIOException(gathered.failure());
        }
    }

    private void await(WriteProgress.Ticket ticket, Outgoing frame) throws IOException {
        try {
            if (!ticket.await(() -> isBehindMessage(frame))) {
                throw giveUp(() -> isBehindMessage(frame));
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (InterruptedIOException e) {
            if (!isCallersAgain(frame)) {
                events.writeFailed(e);
            }
            throw e;
        }
        ticket.check();
    }

    /** Whether the queue needs the payload of an interrupted send no longer; takes back what waits if it can. */
    private boolean isCallersAgain(Outgoing frame) {
        lock.lock();
        try {
            // Whoever takes it through the extensions reads it.
            progress.awaitSoon(() -> !order.isInTurn(frame));
            if (!order.contains(frame)) {
                // A part has left, or will: the sender could not know, and would send it, or half a character of it,
                // again.
                return frame.messageKey() == null && !out.keepsInPlace(frame);
            }
            if (order.hasBegun(frame)) {
                return false;
            }
            order.remove(frame);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Guarded by the lock. */
    private boolean mayFrameNow(Outgoing frame) {
        return hasRoomFor(frame) && order.isTurnOf(frame);
    }

    private boolean hasRoomFor(Outgoing frame) {
        return out.pending() == 0 || out.pending() + frame.length() <= limits.maxQueuedBytes();
    }

    /**
     * Frames it and what has waited for it, or begins its turn. Guarded by the lock.
     *
     * @return a frame whose turn has come, for {@link #encodeTurns}; null when there is none
     */
    private Outgoing frame(Outgoing frame) {
        if (encoding.mayTake(frame)) {
            order.beginTurn(frame);
            return frame;
        }
        frameOne(frame, FrameEncoding.PASSED);
        return frameWaiting();
    }

    private void frameOne(Outgoing frame, FrameEncoding.Result encoded) {
        boolean reply = gathering.isReplying();
        if (encoded.taken()) {
            encoded.frames().forEach(each -> out.appendEncoded(frame.opcode(), each, reply));
        } else {
            out.append(frame, reply);
        }
        order.gone(frame);
        if (!frame.isControl()) {
            progress.madeForMessages();
        }
        if (frame.completion() != Outgoing.Completion.NONE && !encoded.isKept()) {
            inFlight.add(frame, out.appended());
        }
    }

    /** Frames what waits and may go now; as {@link #frame}. Guarded by the lock. */
    private Outgoing frameWaiting() {
        if (closeQueued) {
            return null;
        }
        for (Outgoing next = order.next(); next != null && hasRoomFor(next); next = order.next()) {
            order.remove(next);
            gathering.owe();
            if (encoding.mayTake(next)) {
                order.beginTurn(next);
                return next;
            }
            frameOne(next, FrameEncoding.PASSED);
        }
        return null;
    }

    // Extensions

    /**
     * Takes the frame whose turn it is through the extensions, then those that have waited for it; but not too many, as
     * the caller has something else to do. Without the lock, which is why frames have turns.
     *
     * @param first null when there is none
     */
    private void encodeTurns(Outgoing first) {
        Outgoing turn = first;
        for (int i = 0; turn != null && i < TURNS_AT_A_TIME; i++) {
            turn = encodeTurn(turn);
        }
        if (turn != null) {
            encodeElsewhere(turn);
        }
    }

    private void encodeElsewhere(Outgoing turn) {
        events.execute(() -> {
            encodeTurns(turn);
            writer.flush(false);
        });
    }

    /** Returns the next one, or null. */
    private Outgoing encodeTurn(Outgoing turn) {
        FrameEncoding.Result result = encoding.encode(turn);
        IOException refusal = null;
        Outgoing next = null;
        boolean ends;
        lock.lock();
        try {
            order.endTurn();
            progress.wake();
            if (closeQueued || failure != null) {
                refusal = closedFailure();
            } else if (result.failure().isPresent()) {
                refusal =
                        new IOException("An extension failed.", result.failure().get());
            } else {
                frameOne(turn, result);
                next = frameWaiting();
            }
            ends = claimEndOfEncoding();
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            result.release();
            turn.completion().completed(refusal);
            result.failure().ifPresent(events::encodingFailed);
        } else if (result.isKept()) {
            turn.completion().completed(null);
        }
        if (ends) {
            endEncoding();
        }
        return next;
    }

    /** Whether the caller is to end the encoding: nothing will be sent any more, and nobody uses it. Guarded by the lock. */
    private boolean claimEndOfEncoding() {
        boolean ends = (closeQueued || failure != null) && !encodingEnded && !order.hasTurn();
        encodingEnded |= ends;
        return ends;
    }

    private void endEncoding() {
        try {
            encoding.close();
        } catch (RuntimeException e) {
            events.stageNotClosed(e);
        }
    }

    // Waiting

    private void awaitRoom(Outgoing frame) throws IOException {
        BooleanSupplier behindMessage = () -> order.hasUnfinishedMessage() && !order.isTurnOf(frame);
        if (!progress.await(() -> failure != null || closeQueued || mayWait(frame), behindMessage)) {
            throw giveUp(behindMessage);
        }
    }

    /** Whether it is in line for the last part of another message. Guarded by the lock. */
    private boolean isBehindMessage(Outgoing frame) {
        return order.hasUnfinishedMessage() && !order.isTurnOf(frame) && order.contains(frame);
    }

    /** A blocked send has seen no progress for too long. */
    private IOException giveUp(BooleanSupplier behindMessage) {
        boolean unfinished;
        lock.lock();
        try {
            boolean stalled = writer.isWriting() && progress.nanosToStall(System.nanoTime()) <= 0;
            unfinished = !stalled && behindMessage.getAsBoolean();
        } finally {
            lock.unlock();
        }
        IOException cause = unfinished ? progress.unfinished() : WriteProgress.stalled();
        if (unfinished) {
            events.messageUnfinished();
        } else {
            events.writeFailed(cause);
        }
        return cause;
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
            if (writer.isWriting()) {
                out.putUrgentPong(payload, offset, length);
            } else {
                out.appendPong(payload, offset, length);
            }
        } finally {
            lock.unlock();
        }
        writer.flush(gathering.batchingAllowed());
    }

    /** Queues the Close frame behind what is framed already and refuses everything after it. */
    void sendClose(int code, String reason, Outgoing.Completion sent) {
        List<Outgoing> refused;
        boolean ends;
        lock.lock();
        try {
            if (closeQueued || failure != null) {
                return;
            }
            closeQueued = true;
            writer.closing();
            out.appendClose(code, reason);
            inFlight.add(Outgoing.marker(sent), out.appended());
            refused = order.takeAll();
            progress.wake();
            ends = claimEndOfEncoding();
        } finally {
            lock.unlock();
        }
        if (ends) {
            endEncoding();
        }
        for (Outgoing frame : refused) {
            frame.completion().completed(new IOException("The session is closed."));
        }
        writer.flush(true);
    }

    // Batching

    /** All that was read has been handled: what was gathered meanwhile leaves. On the reading thread. */
    void endBatch() {
        gathering.end();
        writer.flush(false);
    }

    /** The application's own batching (RemoteEndpoint.setBatchingAllowed). */
    void batchingAllowed(boolean allowed) throws IOException {
        gathering.batchingAllowed(allowed);
        if (!allowed) {
            flushBatch();
        }
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
            inFlight.add(Outgoing.marker(ticket), out.appended());
        } finally {
            lock.unlock();
        }
        writer.flush(true);
        if (!ticket.await(() -> false)) {
            throw giveUp(() -> false);
        }
        ticket.check();
    }

    /** What a write makes room for. */
    private final class Written implements QueueWriter.Source {
        @Override
        public List<Outgoing> written() {
            List<Outgoing> finished = inFlight.takeUpTo(out.written());
            Outgoing turn = frameWaiting();
            if (turn != null) {
                turnByWrite = turn;
            }
            return finished;
        }

        /** Whoever tells of writes has other connections to look after. */
        @Override
        public void unlocked() {
            if (encoding.isActive()) {
                Outgoing turn = takeTurnByWrite();
                if (turn != null) {
                    encodeElsewhere(turn);
                }
            }
        }

        private Outgoing takeTurnByWrite() {
            lock.lock();
            try {
                Outgoing turn = turnByWrite;
                turnByWrite = null;
                return turn;
            } finally {
                lock.unlock();
            }
        }
    }

    // The end

    /**
     * Fails all that has not been sent and everything after; gives back every buffer. Any thread, any number of times.
     */
    void fail(IOException cause) {
        var failed = new ArrayList<Outgoing>();
        boolean ends;
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = cause;
            failed.addAll(inFlight.takeAll());
            failed.addAll(order.takeAll());
            writer.end();
            progress.wake();
            ends = claimEndOfEncoding();
        } finally {
            lock.unlock();
        }
        if (ends) {
            endEncoding();
        }
        for (Outgoing frame : failed) {
            frame.completion().completed(cause);
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
            long nanos = Math.min(order.nanosToDeadline(now), inFlight.nanosToDeadline(now));
            return writer.isWriting() ? Math.min(nanos, progress.nanosToStall(now)) : nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Why the session ends when {@link #nanosToStall} says that it is time. */
    IOException stalled() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (writer.isWriting() && progress.nanosToStall(now) <= 0) {
                return WriteProgress.stalled();
            }
            return WriteProgress.late(order.nanosToDeadline(now) <= 0 && order.hasUnfinishedMessage());
        } finally {
            lock.unlock();
        }
    }
}
