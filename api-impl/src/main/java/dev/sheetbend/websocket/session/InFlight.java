package dev.sheetbend.websocket.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames that somebody waits for and whose last byte the transport has not taken, in order. Positions are those of
 * {@link OutputQueue}. Not thread safe: guarded by the lock of its {@link SendQueue}.
 */
final class InFlight {
    private final ArrayDeque<Sent> frames = new ArrayDeque<>(1);

    private record Sent(Outgoing frame, long endPosition) {}

    void add(Outgoing frame, long endPosition) {
        frames.addLast(new Sent(frame, endPosition));
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Takes out those that end at this position or before it. */
    List<Outgoing> takeUpTo(long position) {
        if (frames.isEmpty() || frames.getFirst().endPosition > position) {
            return List.of();
        }
        var taken = new ArrayList<Outgoing>();
        while (!frames.isEmpty() && frames.getFirst().endPosition <= position) {
            taken.add(frames.removeFirst().frame);
        }
        return taken;
    }

    List<Outgoing> takeAll() {
        return takeUpTo(Long.MAX_VALUE);
    }

    /** In how many nanoseconds the first of their deadlines passes; {@link Long#MAX_VALUE} when there is none. */
    long nanosToDeadline(long now) {
        long nanos = Long.MAX_VALUE;
        for (Sent sent : frames) {
            nanos = Math.min(nanos, sent.frame.nanosToDeadline(now));
        }
        return nanos;
    }
}
