package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.ReservedBits;

/**
 * The extensions of one connection in negotiated order; owner of the reserved bits (RFC 6455, 9.1). No extension is
 * built in yet, so the only stack is the empty one and no reserved bit is legal.
 */
public final class ExtensionStack implements ReservedBits {
    /** A connection without extensions. */
    public static final ExtensionStack EMPTY = new ExtensionStack();

    private ExtensionStack() {}

    @Override
    public int allowedOn(Opcode opcode) {
        return 0;
    }
}
