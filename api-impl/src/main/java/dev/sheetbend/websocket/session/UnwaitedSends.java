package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The blocking sends of threads that must not wait, see {@link EndpointThread}: each returns when the transport has the
 * message, or, where a send would wait otherwise, when it is queued. What finds no room is refused, so nothing is lost
 * without a word. Shares the lock of its {@link SendQueue}.
 */
final class UnwaitedSends {
    private final ReentrantLock lock;
    private final OutputQueue out;
    private final SendOrder order;
    private final Gathering gathering;
    private final Framing framing;
    private final QueueWriter writer;
    private final SendLimits limits;
    private final WriteEvents events;

    UnwaitedSends(
            ReentrantLock lock,
            OutputQueue out,
            SendOrder order,
            Gathering gathering,
            Framing framing,
            QueueWriter writer,
            SendLimits limits,
            WriteEvents events) {
        this.lock = lock;
        this.out = out;
        this.order = order;
        this.gathering = gathering;
        this.framing = framing;
        this.writer = writer;
        this.limits = limits;
        this.events = events;
    }

    /**
     * Sends.
     *
     * @throws IOException when there is no room, or the session has ended
     * @throws IllegalStateException when this thread of control has left another message unfinished
     */
    void send(Outgoing frame) throws IOException {
        if (out.keepsInPlace(frame)) {
            // It may leave after the caller has its array again.
            frame.detach();
        }
        if (queued(frame)) {
            return;
        }
        // What is held back makes no room by itself.
        writer.flush(true);
        if (!queued(frame)) {
            if (limits.policy() == SendLimits.Policy.CLOSE) {
                events.overflowed();
            }
            throw SendQueueFullException.whereNobodyWaits(limits.maxQueuedBytes());
        }
    }

    private boolean queued(Outgoing frame) throws IOException {
        SendQueue.Outcome encoded = null;
        Outgoing turn = null;
        boolean urgent;
        boolean held = false;
        lock.lock();
        try {
            if (framing.isEnded()) {
                throw framing.closedFailure();
            }
            frame.reply(gathering.isReplying()).sentBy(ThreadOfControl.current());
            order.requireFinishedMessage(frame);
            if (framing.mayFrameNow(frame)) {
                held = !frame.isControl() && writer.isHeldWith(frame.length());
                urgent = !gathering.isForCaller() || gathering.batchingAllowed() && frame.isControl();
                if (framing.mayEncode(frame)) {
                    encoded = new SendQueue.Outcome();
                    frame.onCompletion(encoded);
                }
                turn = framing.frame(frame);
            } else if (framing.mayWait(frame)) {
                urgent = true;
                frame.detach();
                order.add(frame);
            } else {
                return false;
            }
        } finally {
            lock.unlock();
        }
        framing.encodeTurns(turn);
        if (!held || !writer.isStillHeld()) {
            writer.flush(urgent);
        }
        if (encoded != null && encoded.failure() != null) {
            throw WriteProgress.asIOException(encoded.failure());
        }
        return true;
    }
}
