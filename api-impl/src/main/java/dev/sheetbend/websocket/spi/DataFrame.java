package dev.sheetbend.websocket.spi;

/**
 * The header of a data frame, as extensions see it. Mutable and reused: it means something during the call that it is
 * given to, and a stage may change it and pass it on. A stage that makes frames of its own has its own object.
 */
public final class DataFrame {
    /** RSV1 in {@link #rsv()}. */
    public static final int RSV1 = 0x4;
    /** RSV2 in {@link #rsv()}. */
    public static final int RSV2 = 0x2;
    /** RSV3 in {@link #rsv()}. */
    public static final int RSV3 = 0x1;

    /** What {@link #length} is when nobody knows the length yet. */
    public static final long UNKNOWN_LENGTH = -1;

    private boolean text;
    private boolean first;
    private boolean last;
    private int rsv;
    private long length;

    /** A header that {@link #set} has to fill in. */
    public DataFrame() {}

    /**
     * Makes this the header of another frame.
     *
     * @param reservedBits see {@link #rsv}
     * @param payloadLength see {@link #length}
     */
    public DataFrame set(
            boolean ofText, boolean firstOfMessage, boolean lastOfMessage, int reservedBits, long payloadLength) {
        text = ofText;
        first = firstOfMessage;
        last = lastOfMessage;
        rsv = reservedBits;
        length = payloadLength;
        return this;
    }

    /** Whether its message is text, else binary; the same for every frame of a message. */
    public boolean text() {
        return text;
    }

    /** Whether it begins its message. */
    public boolean first() {
        return first;
    }

    /** Whether it ends its message. */
    public boolean last() {
        return last;
    }

    /** The reserved bits that are set: a combination of {@link #RSV1}, {@link #RSV2} and {@link #RSV3}. */
    public int rsv() {
        return rsv;
    }

    /** Whether all of these reserved bits are set. */
    public boolean has(int bits) {
        return (rsv & bits) == bits;
    }

    /**
     * The length of the payload in bytes, or {@link #UNKNOWN_LENGTH}. Inbound, a frame that is longer than its message
     * may be fails the connection at once.
     */
    public long length() {
        return length;
    }

    /**
     * Says that the payload is longer, or shorter, than the one that the length was told of; an unknown length stays
     * so.
     *
     * @param by how many bytes longer, perhaps negative
     */
    public void changeLength(long by) {
        if (length != UNKNOWN_LENGTH) {
            length += by;
        }
    }

    /** Says that the payload is not the one that the length was told of. */
    public void forgetLength() {
        length = UNKNOWN_LENGTH;
    }

    /** Sets reserved bits; only those that the extension has claimed. */
    public void setBits(int bits) {
        rsv |= bits;
    }

    /** Clears reserved bits. */
    public void clearBits(int bits) {
        rsv &= ~bits;
    }
}
