package dev.sheetbend.websocket.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose turn it is to send on one session: first come, first served, but a message in parts keeps the permit to its
 * final part, and control frames pass between parts (RFC 6455, 5.4). Keeps what has to wait. Not thread safe: guarded
 * by the lock of its {@link SendQueue}.
 */
final class SendOrder {
    /** For all queues in which nothing has ever had to wait; nothing is added to it. */
    private static final ArrayDeque<Outgoing> NOTHING = new ArrayDeque<>(1);

    private ArrayDeque<Outgoing> waiting = NOTHING;
    private long waitingBytes;

    // The message that has begun and has not ended.
    private Object messageKey;
    /** The {@link ThreadOfControl} that sent its latest part. */
    private Object messageSender;

    /** What goes through the extensions now, or null; until it has gone, no other data frame has its turn. */
    private Outgoing inTurn;

    /** Whether the frame may go before all that waits. */
    boolean isTurnOf(Outgoing frame) {
        return frame.isControl() || inTurn == null && (messageKey == null ? waiting.isEmpty() : continues(frame));
    }

    /** The frame goes next, but not yet. */
    void beginTurn(Outgoing frame) {
        inTurn = frame;
    }

    /** It may go now, or never will. */
    void endTurn() {
        inTurn = null;
    }

    /** Whether the frame is between {@link #beginTurn} and {@link #endTurn}. */
    boolean isInTurn(Outgoing frame) {
        return inTurn == frame;
    }

    /** Whether some frame is. */
    boolean hasTurn() {
        return inTurn != null;
    }

    /**
     * Whether it is a part of the message that has begun. What is sent by the methods with an {@code isLast} parameter
     * tells that by its sender only; a stream is a message of its own, whoever writes it.
     */
    private boolean continues(Outgoing frame) {
        return frame.messageKey() == messageKey
                && (!(messageKey instanceof PartialKeys)
                        || frame.sender() == messageSender
                        || ThreadOfControl.hasEnded(messageSender));
    }

    /** Whether it is a part of a message of which other parts have gone. */
    boolean hasBegun(Outgoing frame) {
        return messageKey != null && !frame.isControl() && continues(frame);
    }

    /** Whether a message has begun and its last part has not been sent. */
    boolean hasUnfinishedMessage() {
        return messageKey != null;
    }

    /** The frame has gone. */
    void gone(Outgoing frame) {
        if (!frame.isControl()) {
            messageKey = frame.last() ? null : frame.messageKey();
            messageSender = frame.last() ? null : frame.sender();
        }
    }

    /**
     * @throws IllegalStateException when its sender has left another message unfinished
     */
    void requireFinishedMessage(Outgoing frame) {
        if (!frame.isControl()
                && messageKey != null
                && frame.messageKey() != messageKey
                && frame.sender() == messageSender) {
            throw new IllegalStateException("This thread has sent a part of a message and not its last part; another"
                    + " message cannot begin before the last part is sent.");
        }
    }

    void add(Outgoing frame) {
        if (waiting == NOTHING) {
            waiting = new ArrayDeque<>(1);
        }
        waiting.addLast(frame);
        waitingBytes += frame.length();
    }

    boolean contains(Outgoing frame) {
        return waiting.contains(frame);
    }

    void remove(Outgoing frame) {
        if (waiting.remove(frame)) {
            waitingBytes -= frame.length();
        }
    }

    /** The first that waits and whose turn it is, or null. */
    Outgoing next() {
        if (messageKey == null && inTurn == null) {
            return waiting.peekFirst();
        }
        for (Outgoing candidate : waiting) {
            if (candidate.isControl() || inTurn == null && continues(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** Whether nothing waits, no message has begun and nothing has the turn. */
    boolean isIdle() {
        return messageKey == null && inTurn == null && waiting.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The bytes of all payloads that wait or have the turn. */
    long bytes() {
        return waitingBytes + (inTurn == null ? 0 : inTurn.length());
    }

    /** In how many nanoseconds the first of their deadlines passes; {@link Long#MAX_VALUE} when there is none. */
    long nanosToDeadline(long now) {
        long nanos = inTurn == null ? Long.MAX_VALUE : inTurn.nanosToDeadline(now);
        for (Outgoing frame : waiting) {
            nanos = Math.min(nanos, frame.nanosToDeadline(now));
        }
        return nanos;
    }

    List<Outgoing> takeAll() {
        var taken = new ArrayList<>(waiting);
        waiting = NOTHING;
        waitingBytes = 0;
        return taken;
    }
}
