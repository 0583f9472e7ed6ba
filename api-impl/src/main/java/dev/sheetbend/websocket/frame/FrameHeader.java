package dev.sheetbend.websocket.frame;

/**
 * One frame's header (RFC 6455, 5.2). Mutable: the parser owns a single instance and fills it in again for each frame,
 * so a consumer that wants a value later copies it. Not thread safe; belongs to the read side.
 */
public final class FrameHeader {
    /** RSV1 in {@link #rsv()}. */
    public static final int RSV1 = 0x4;
    /** RSV2 in {@link #rsv()}. */
    public static final int RSV2 = 0x2;
    /** RSV3 in {@link #rsv()}. */
    public static final int RSV3 = 0x1;

    boolean fin;
    int rsv;
    Opcode opcode;
    boolean masked;
    int maskKey;
    long payloadLength;

    /** Whether this is the last frame of its message. */
    public boolean fin() {
        return fin;
    }

    /** The reserved bits that are set: a combination of {@link #RSV1}, {@link #RSV2} and {@link #RSV3}. */
    public int rsv() {
        return rsv;
    }

    public Opcode opcode() {
        return opcode;
    }

    public boolean masked() {
        return masked;
    }

    /** The masking key, first byte on the wire in the most significant bits; 0 when not masked. */
    public int maskKey() {
        return maskKey;
    }

    /** In bytes, 0 to 2^63 - 1. */
    public long payloadLength() {
        return payloadLength;
    }
}
