package dev.sheetbend.websocket.session;

import java.nio.ByteBuffer;

/** One buffer of an {@link OutputQueue}; used again for another. Not thread safe. */
final class Segment {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    ByteBuffer buffer = NOTHING;
    boolean pooled;
    boolean endsFrame;

    /** Where it is linked, what comes behind it; else null. */
    Segment next;

    /** How far taking it moves the written position; what was put in front has none. */
    int counted;

    /** How many of its bytes are payloads of replies. */
    int replies;

    Segment set(ByteBuffer itsBuffer, boolean isPooled, boolean endsItsFrame) {
        buffer = itsBuffer;
        pooled = isPooled;
        endsFrame = endsItsFrame;
        return this;
    }

    /** As new. */
    Segment forget() {
        counted = 0;
        replies = 0;
        return set(NOTHING, false, false);
    }
}
