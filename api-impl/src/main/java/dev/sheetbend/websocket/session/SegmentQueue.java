package dev.sheetbend.websocket.session;

/**
 * Segments in order, linked to each other, so that what is empty most of the time takes no arrays. Each is in one queue at a
 * time. Not thread safe.
 */
final class SegmentQueue {
    private Segment first;
    private Segment last;

    boolean isEmpty() {
        return first == null;
    }

    /** Whether there are two or more. */
    boolean hasSeveral() {
        return first != last;
    }

    void addLast(Segment segment) {
        if (first == null) {
            first = segment;
        } else {
            last.next = segment;
        }
        last = segment;
    }

    /** Null when it is empty. */
    Segment getFirst() {
        return first;
    }

    /** Null when it is empty. */
    Segment getLast() {
        return last;
    }

    /** Only when it is not empty. */
    Segment removeFirst() {
        Segment removed = first;
        first = removed.next;
        removed.next = null;
        if (first == null) {
            last = null;
        }
        return removed;
    }
}
