package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The write side of one session: any thread sends, and messages leave whole and in the order in which they came. A
 * message in parts keeps the permit to its final part; others wait behind it, control frames do not. {@link Framing}
 * makes frames of what is sent, {@link QueueWriter} takes them to the transport, and {@link Gathering} says what is held
 * back meanwhile.
 *
 * <p>The lock is never held during a call to the transport or to a completion.
 */
final class SendQueue extends DirectSends {
    private final ExtensionStack extensions;
    private final boolean masks;
    private final BufferPool pool;

    /** Made when a thread that must not wait sends; null before. Any of several is as good. */
    private volatile UnwaitedSends unwaited;

    SendQueue(
            Transport transport,
            Role role,
            ExtensionStack extensions,
            SessionRuntime runtime,
            SendLimits limits,
            WriteEvents events) {
        super(
                transport,
                role == Role.CLIENT && extensions.clientMasks(),
                FrameEncoding.of(extensions, runtime.pool()),
                runtime,
                limits,
                events);
        this.extensions = extensions;
        this.masks = role == Role.CLIENT && extensions.clientMasks();
        this.pool = runtime.pool();
    }

    Gathering gathering() {
        return gathering;
    }

    QueueWriter writer() {
        return writer;
    }

    /** To be tried first for a whole message. */
    DirectSends direct() {
        return this;
    }

    // Sending

    /**
     * Sends and returns at once, or, when the policy is to block, when there is room; the frame's completion tells how
     * it went. In a batch that the application allowed, it has gone well as soon as it is in the batch.
     */
    void sendAsync(Outgoing frame) {
        if (offer(frame) != Offer.NO_ROOM) {
            return;
        }
        // What is held back makes no room by itself.
        writer.flush(true);
        boolean blocks = limits.policy() == SendLimits.Policy.BLOCK;
        if (blocks && EndpointThread.mayWait()) {
            sendWhenThereIsRoom(frame);
        } else {
            offerOrFail(frame, blocks);
        }
    }

    /** What has become of a frame. */
    private enum Offer {
        TAKEN,
        /** The session is closed; the frame's completion has been told. */
        REFUSED,
        /** Nothing has happened. */
        NO_ROOM
    }

    /**
     * Whether the queue has taken the frame, whose completion is told otherwise.
     *
     * @param wouldWait whether the policy is to wait for room, where nobody may
     */
    private boolean offerOrFail(Outgoing frame, boolean wouldWait) {
        Offer offer = offer(frame);
        if (offer != Offer.NO_ROOM) {
            return offer == Offer.TAKEN;
        }
        long most = limits.maxQueuedBytes();
        frame.completion()
                .completed(
                        wouldWait ? SendQueueFullException.whereNobodyWaits(most) : new SendQueueFullException(most));
        if (limits.policy() == SendLimits.Policy.CLOSE) {
            events.overflowed();
        }
        return false;
    }

    private void sendWhenThereIsRoom(Outgoing frame) {
        try {
            while (offer(frame) == Offer.NO_ROOM) {
                awaitRoom(frame);
            }
        } catch (IOException e) {
            frame.completion().completed(e);
        }
    }

    private Offer offer(Outgoing frame) {
        return offer(frame, true);
    }

    /**
     * @param mayWait whether the caller may wait for it before it goes on with its batch: then it has gone well as soon as
     *     it is in there
     */
    private Offer offer(Outgoing frame, boolean mayWait) {
        Outgoing.Completion completion = frame.completion();
        IOException refusal = null;
        Outcome batched = null;
        Outgoing turn = null;
        boolean urgent = false;
        boolean held = false;
        lock.lock();
        try {
            frame.reply(gathering.isReplying());
            if (framing.isEnded()) {
                refusal = framing.closedFailure();
            } else if (framing.mayFrameNow(frame)) {
                boolean batching = gathering.batchingAllowed();
                boolean mayStay = !frame.isControl() && !out.keepsInPlace(frame);
                urgent = batching && !mayStay;
                held = mayStay && writer.isHeldWith(frame.length());
                boolean stays = mayWait && (held || mayStay && writer.staysForCallerWith(frame.length()));
                if (stays || mayStay && batching) {
                    batched = new Outcome();
                    frame.onCompletion(batched);
                }
                turn = framing.frame(frame);
            } else if (framing.mayWait(frame)) {
                urgent = true;
                order.add(frame);
            } else {
                return Offer.NO_ROOM;
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            completion.completed(refusal);
            return Offer.REFUSED;
        }
        framing.encodeTurns(turn);
        if (!held || !writer.isStillHeld()) {
            writer.flush(urgent);
        }
        if (batched != null) {
            completion.completed(batched.failure());
        }
        if (!gathering.batchingAllowed()) {
            watch(frame);
        }
        return Offer.TAKEN;
    }

    /** As {@link #sendAsync}, but returns at once with any policy: what finds no room fails. */
    private boolean sendWithoutWaiting(Outgoing frame) {
        Offer offer = offer(frame, false);
        if (offer != Offer.NO_ROOM) {
            return offer == Offer.TAKEN;
        }
        writer.flush(true);
        return offerOrFail(frame, false);
    }

    /**
     * Sends a message that others send too and returns at once with any policy; what is the same for them is not made
     * again.
     *
     * @param deadline a {@link System#nanoTime} value by which it must have left, or {@link Outgoing#NO_DEADLINE}
     * @return whether the queue has taken it: false when the session is closed or there is no room
     */
    boolean sendShared(SharedMessage message, Outgoing.Completion completion, long deadline) {
        Optional<byte[]> frames = masks ? Optional.empty() : message.frames(extensions, pool);
        return frames.isPresent() && shared(message, frames.get(), completion, deadline)
                || sendWithoutWaiting(
                        message.individual().onCompletion(completion).withDeadline(deadline));
    }

    /** How a frame fared that counts as sent when it is framed. */
    static final class Outcome implements Outgoing.Completion {
        private volatile Throwable failure;

        @Override
        public void completed(Throwable failureOrNull) {
            failure = failureOrNull;
        }

        Throwable failure() {
            return failure;
        }
    }

    /** Sees to it that an asynchronous send does not take longer than it may. */
    private void watch(Outgoing frame) {
        if (frame.deadline() == Outgoing.NO_DEADLINE) {
            return;
        }
        boolean waits;
        lock.lock();
        try {
            waits = !framing.hasFailed() && (!order.isEmpty() || order.hasTurn() || !inFlight.isEmpty());
        } finally {
            lock.unlock();
        }
        if (waits) {
            events.deadlineIn(frame.nanosToDeadline(System.nanoTime()));
        }
    }

    /**
     * Sends and returns when the transport has it all, or, within a batch that this thread handles, when that gathers or
     * holds it.
     *
     * @throws IOException when it could not be sent; the session is then ended
     * @throws IllegalStateException when this thread has left another message unfinished
     */
    void sendBlocking(Outgoing frame) throws IOException {
        if (!EndpointThread.mayWait()) {
            unwaited().send(frame);
            return;
        }
        WriteProgress.Ticket ticket = null;
        Outcome gathered = null;
        Outgoing turn = null;
        boolean held = false;
        lock.lock();
        try {
            if (framing.isEnded()) {
                throw framing.closedFailure();
            }
            frame.reply(gathering.isReplying()).sentBy(ThreadOfControl.current());
            order.requireFinishedMessage(frame);
            boolean framed = framing.mayFrameNow(frame);
            boolean mayStay = framed && !out.keepsInPlace(frame);
            held = mayStay && !frame.isControl() && writer.isHeldWith(frame.length());
            if (held || mayStay && gathering.isForCaller()) {
                if (framing.mayEncode(frame)) {
                    gathered = new Outcome();
                    frame.onCompletion(gathered);
                }
            } else {
                ticket = progress.new Ticket();
                frame.onCompletion(ticket);
            }
            if (framed) {
                turn = framing.frame(frame);
            } else {
                order.add(frame);
            }
        } finally {
            lock.unlock();
        }
        framing.encodeTurns(turn);
        if (!held || !writer.isStillHeld()) {
            writer.flush(ticket != null || gathering.batchingAllowed() && frame.isControl());
        }
        if (ticket != null) {
            awaitSent(ticket, frame);
        } else if (gathered != null && gathered.failure() != null) {
            throw WriteProgress.asIOException(gathered.failure());
        }
    }

    private UnwaitedSends unwaited() {
        UnwaitedSends known = unwaited;
        if (known == null) {
            known = new UnwaitedSends(lock, out, order, gathering, framing, writer, limits, events);
            unwaited = known;
        }
        return known;
    }

    // Control frames of the protocol

    /** Owes the peer a Pong; when one is owed already and has not left, only this one is sent (RFC 6455, 5.5.3). */
    void sendPong(byte[] payload, int offset, int length) {
        lock.lock();
        try {
            if (framing.isEnded()) {
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
        lock.lock();
        try {
            if (framing.isEnded()) {
                return;
            }
            framing.closing();
            writer.closing();
            out.appendClose(code, reason);
            inFlight.add(sent, out.appended(), Outgoing.NO_DEADLINE);
            refused = order.takeAll();
            progress.wake();
        } finally {
            lock.unlock();
        }
        framing.endEncoding();
        for (Outgoing frame : refused) {
            frame.completion().completed(new IOException("The session is closed."));
        }
        writer.flush(true);
    }

    // Batching

    /**
     * All that was read has been handled: what was gathered meanwhile leaves. On the reading thread.
     *
     * @return whether so many replies wait for the transport that nothing more should be read, see
     *     {@link QueueWriter#holdReads}
     */
    boolean endBatch() {
        gathering.end();
        boolean isGone = writer.flush(false);
        gathering.endSpreading();
        return !isGone && writer.isCrowded();
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
            if (framing.hasFailed()) {
                throw framing.closedFailure();
            }
            if (out.pending() == 0) {
                return;
            }
            inFlight.add(ticket, out.appended(), Outgoing.NO_DEADLINE);
        } finally {
            lock.unlock();
        }
        writer.flush(true);
        if (EndpointThread.mayWait()) {
            awaitSent(ticket);
        }
    }

    // The end

    /**
     * Fails all that has not been sent and everything after; gives back every buffer. Any thread, any number of times.
     */
    void fail(IOException cause) {
        List<Outgoing.Completion> sent;
        List<Outgoing> unsent;
        lock.lock();
        try {
            if (framing.hasFailed()) {
                return;
            }
            framing.fail(cause);
            sent = inFlight.takeAll();
            unsent = order.takeAll();
            writer.end();
            progress.wake();
        } finally {
            lock.unlock();
        }
        framing.endEncoding();
        sent.forEach(completion -> completion.completed(cause));
        unsent.forEach(frame -> frame.completion().completed(cause));
    }
}
