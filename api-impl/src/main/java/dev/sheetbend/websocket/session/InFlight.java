package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.session.Outgoing.Completion;
import java.util.ArrayList;
import java.util.List;

/**
 * Who waits for frames whose last byte the transport has not taken, in order. Positions are those of {@link OutputQueue}.
 * A ring of three arrays, so that nothing is allocated for a frame. Not thread safe: guarded by the lock of its
 * {@link SendQueue}.
 */
final class InFlight {
    /** Longer arrays are let go when nothing is in flight. */
    private static final int KEPT = 16;

    private static final Completion[] NOBODY = {};
    private static final long[] NOWHERE = {};

    private Completion[] waiting = NOBODY;
    private long[] ends = NOWHERE;
    private long[] deadlines = NOWHERE;
    private int first;
    private int size;

    /**
     * @param deadline a {@link System#nanoTime} value or {@link Outgoing#NO_DEADLINE}
     */
    void add(Completion completion, long endPosition, long deadline) {
        if (size == waiting.length) {
            grow();
        }
        int index = index(size++);
        waiting[index] = completion;
        ends[index] = endPosition;
        deadlines[index] = deadline;
    }

    private int index(int place) {
        return (first + place) & (waiting.length - 1);
    }

    private void grow() {
        int length = Math.max(4, 2 * size);
        var longerWaiting = new Completion[length];
        long[] longerEnds = new long[length];
        long[] longerDeadlines = new long[length];
        for (int i = 0; i < size; i++) {
            longerWaiting[i] = waiting[index(i)];
            longerEnds[i] = ends[index(i)];
            longerDeadlines[i] = deadlines[index(i)];
        }
        waiting = longerWaiting;
        ends = longerEnds;
        deadlines = longerDeadlines;
        first = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes out those that end at this position or before it. */
    List<Completion> takeUpTo(long position) {
        if (size == 0 || ends[first] > position) {
            return List.of();
        }
        var taken = new ArrayList<Completion>(size);
        while (size > 0 && ends[first] <= position) {
            taken.add(waiting[first]);
            waiting[first] = null;
            first = index(1);
            size--;
        }
        if (size == 0 && waiting.length > KEPT) {
            waiting = NOBODY;
            ends = NOWHERE;
            deadlines = NOWHERE;
            first = 0;
        }
        return taken;
    }

    List<Completion> takeAll() {
        return takeUpTo(Long.MAX_VALUE);
    }

    /** Whether the last of them has its deadline then or before. */
    boolean lastIsDueBy(long deadline) {
        return size > 0
                && deadlines[index(size - 1)] != Outgoing.NO_DEADLINE
                && deadlines[index(size - 1)] - deadline <= 0;
    }

    /** In how many nanoseconds the first of their deadlines passes; {@link Long#MAX_VALUE} when there is none. */
    long nanosToDeadline(long now) {
        long nanos = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            nanos = Math.min(nanos, Outgoing.nanosTo(deadlines[index(i)], now));
        }
        return nanos;
    }
}
