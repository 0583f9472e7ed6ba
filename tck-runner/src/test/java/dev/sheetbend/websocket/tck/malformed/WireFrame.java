package dev.sheetbend.websocket.tck.malformed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Writes one frame, right or wrong (RFC 6455, 5.2). Immutable: each method gives a changed copy. A frame starts out
 * as a client must send it: final, masked, without reserved bits, with the shortest form of its true length.
 */
public final class WireFrame {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    /** The masking key of the examples in RFC 6455, 5.7. */
    private static final int MASK_KEY = 0x37fa213d;

    private static final int FIN = 0x80;
    private static final int MASK = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final int firstByte;
    private final boolean masked;
    private final int lengthForm;
    private final long length;
    private final byte[] payload;

    private WireFrame(int firstByte, boolean masked, int lengthForm, long length, byte[] payload) {
        this.firstByte = firstByte;
        this.masked = masked;
        this.lengthForm = lengthForm;
        this.length = length;
        this.payload = payload;
    }

    /**
     * @param opcode 0 to 15
     */
    public static WireFrame of(int opcode, byte[] payload) {
        return new WireFrame(FIN | opcode, true, shortestForm(payload.length), payload.length, payload.clone());
    }

    /**
     * @param opcode 0 to 15
     * @param payload sent as UTF-8
     */
    public static WireFrame of(int opcode, String payload) {
        return of(opcode, payload.getBytes(UTF_8));
    }

    /** A Close frame with this code, 0 to 65535, and this reason. */
    public static WireFrame close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return of(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** With FIN not set. */
    public WireFrame notFinal() {
        return new WireFrame(firstByte & ~FIN, masked, lengthForm, length, payload);
    }

    /**
     * @param bits RSV1 to RSV3 as a number from 0 to 7, RSV1 first
     */
    public WireFrame rsv(int bits) {
        return new WireFrame(firstByte | bits << 4, masked, lengthForm, length, payload);
    }

    /** Without mask bit, key and masking. */
    public WireFrame unmasked() {
        return new WireFrame(firstByte, false, lengthForm, length, payload);
    }

    /** With a length of 16 bits, whether it needs them or not. */
    public WireFrame lengthIn16Bits() {
        return new WireFrame(firstByte, masked, LENGTH_16, length, payload);
    }

    /** With a length of 64 bits, whether it needs them or not. */
    public WireFrame lengthIn64Bits() {
        return new WireFrame(firstByte, masked, LENGTH_64, length, payload);
    }

    /** With another length than the payload's in the header, in its shortest form; the payload is sent as it is. */
    public WireFrame announcing(long announced) {
        return new WireFrame(firstByte, masked, shortestForm(announced), announced, payload);
    }

    /** The frame as it goes over the wire. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream(payload.length + 14);
        out.write(firstByte);
        int maskBit = masked ? MASK : 0;
        switch (lengthForm) {
            case LENGTH_16 -> {
                out.write(maskBit | LENGTH_16);
                out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
            }
            case LENGTH_64 -> {
                out.write(maskBit | LENGTH_64);
                out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
            }
            default -> out.write(maskBit | (int) length);
        }
        if (!masked) {
            out.writeBytes(payload);
            return out.toByteArray();
        }
        byte[] key = ByteBuffer.allocate(4).putInt(MASK_KEY).array();
        out.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ key[i & 3]);
        }
        return out.toByteArray();
    }

    /** Frames one after another, in hex. */
    public static String hex(WireFrame... frames) {
        var hex = new StringBuilder();
        for (WireFrame frame : frames) {
            hex.append(HexFormat.of().formatHex(frame.bytes()));
        }
        return hex.toString();
    }

    /** A length with its highest bit set counts as the largest there is. */
    private static int shortestForm(long length) {
        if (length < 0 || length > 0xffff) {
            return LENGTH_64;
        }
        return length < LENGTH_16 ? (int) length : LENGTH_16;
    }
}
