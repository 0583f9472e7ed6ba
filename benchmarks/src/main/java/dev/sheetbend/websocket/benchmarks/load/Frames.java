package dev.sheetbend.websocket.benchmarks.load;

import java.io.ByteArrayOutputStream;

/** A client's frames (RFC 6455, 5.2). Written for the measurements alone, so that no error is on both sides. */
final class Frames {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV_OTHERS = 0x30;
    static final int OPCODE = 0x0F;
    static final int MASKED = 0x80;
    static final int LENGTH = 0x7F;

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    /** The bit of the opcodes that are control frames. */
    static final int CONTROL = 8;

    /** Lengths that say that the length is in the next two or eight bytes. */
    static final int TWO_MORE = 126;

    static final int EIGHT_MORE = 127;

    private static final int LONGEST_OF_TWO = 0xFFFF;
    private static final int KEY_BYTES = 4;
    /** Status 1000. */
    private static final byte[] NORMAL = {0x03, (byte) 0xE8};

    private Frames() {}

    /** A Close frame with status 1000. */
    static byte[] close() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        write(frame, FIN | CLOSE, NORMAL, 0, NORMAL.length, 0x2F3A917C);
        return frame.toByteArray();
    }

    /**
     * Writes a masked frame.
     *
     * @param first FIN, RSV bits and opcode
     */
    static void write(ByteArrayOutputStream out, int first, byte[] payload, int offset, int length, int key) {
        out.write(first);
        if (length < TWO_MORE) {
            out.write(MASKED | length);
        } else if (length <= LONGEST_OF_TWO) {
            out.write(MASKED | TWO_MORE);
            number(out, length, Short.BYTES);
        } else {
            out.write(MASKED | EIGHT_MORE);
            number(out, length, Long.BYTES);
        }
        number(out, key, KEY_BYTES);
        for (int i = 0; i < length; i++) {
            out.write(payload[offset + i] ^ key >> Byte.SIZE * (KEY_BYTES - 1 - i % KEY_BYTES));
        }
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int shift = Byte.SIZE * (bytes - 1); shift >= 0; shift -= Byte.SIZE) {
            out.write((int) (value >> shift));
        }
    }
}
