package dev.sheetbend.websocket.frame;

/** Decides which reserved bits a frame may set; what was negotiated owns them (RFC 6455, 5.2 and 9). */
@FunctionalInterface
public interface ReservedBits {
    /** No extension is in use: no bit is legal. */
    ReservedBits NONE = opcode -> 0;

    /**
     * The bits that are legal on a frame with this opcode; a combination of the {@code RSV} constants of
     * {@link FrameHeader}.
     */
    int allowedOn(Opcode opcode);
}
