package dev.sheetbend.websocket.frame;

/**
 * The bits of a frame header (RFC 6455, 5.2), shared by {@link FrameParser} and {@link FrameEncoder}.
 *
 * <pre>
 *   first byte            second byte
 *   7   6 5 4   3 2 1 0   7    6 5 4 3 2 1 0
 *  +---+-------+--------+ +----+--------------+-------------------+---------+---------
 *  |FIN| RSV123| opcode | |MASK| length code  | 0, 2 or 8 bytes of| 4 bytes | payload
 *  |   |       |        | |    | 0..127       | payload length    | of key  |
 *  +---+-------+--------+ +----+--------------+-------------------+---------+---------
 * </pre>
 */
final class FrameBits {
    static final int B0_FIN = 0x80;
    static final int B0_RSV = 0x70;
    static final int B0_RSV_SHIFT = 4;
    static final int B0_OPCODE = 0x0F;

    static final int B1_MASK = 0x80;
    static final int B1_LENGTH = 0x7F;

    /** Length code: the payload length is the next two bytes. */
    static final int TWO_LENGTH_BYTES = 126;
    /** Length code: the payload length is the next eight bytes. */
    static final int EIGHT_LENGTH_BYTES = 127;

    /** The longest payload whose length fits into the length code. */
    static final int LONGEST_IN_CODE = 125;
    /** The longest payload whose length fits into two bytes. */
    static final int LONGEST_IN_TWO_BYTES = 0xFFFF;

    static final int KEY_BYTES = 4;

    private FrameBits() {}
}
