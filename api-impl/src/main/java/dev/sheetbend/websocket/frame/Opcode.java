package dev.sheetbend.websocket.frame;

/** The opcodes that RFC 6455, 5.2 defines; every other value is reserved and fails the connection. */
public enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final Opcode[] BY_CODE = new Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The four bits on the wire, 0 to 15. */
    public int code() {
        return code;
    }

    /** Whether this is a control opcode: its most significant bit is set (RFC 6455, 5.5). */
    public boolean isControl() {
        return code >= 0x8;
    }

    /** The opcode of these four bits (0 to 15), or null when the value is reserved. */
    static Opcode of(int code) {
        return BY_CODE[code];
    }
}
