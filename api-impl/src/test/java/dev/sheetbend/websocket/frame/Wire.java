package dev.sheetbend.websocket.frame;

import java.io.ByteArrayOutputStream;

/** Builds frames for tests, legal or not, by the diagram of RFC 6455, 5.2 and without the code under test. */
public final class Wire {
    /** The key of the examples in RFC 6455, 5.7. */
    public static final byte[] KEY = Bytes.hex("37fa213d");

    private Wire() {}

    /**
     * A frame as this receiver may get it: masked for a server.
     *
     * @param firstByte FIN, RSV and opcode
     */
    public static byte[] frameTo(Role receiver, int firstByte, byte[] payload) {
        return receiver == Role.SERVER ? masked(firstByte, payload) : unmasked(firstByte, payload);
    }

    public static byte[] frameTo(Role receiver, int firstByte, String payloadHex) {
        return frameTo(receiver, firstByte, Bytes.hex(payloadHex));
    }

    public static byte[] unmasked(int firstByte, byte[] payload) {
        return Bytes.concat(start(firstByte, 0, payload.length), payload);
    }

    public static byte[] masked(int firstByte, byte[] payload) {
        byte[] changed = payload.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] ^= KEY[i % 4];
        }
        return Bytes.concat(start(firstByte, 0x80, payload.length), KEY, changed);
    }

    /** The start of a frame whose length is given in the shortest form. */
    public static byte[] start(int firstByte, int maskBit, long length) {
        if (length < 126) {
            return start(firstByte, maskBit | (int) length, 0, 0);
        }
        return length < 65536 ? start(firstByte, maskBit | 126, length, 2) : start(firstByte, maskBit | 127, length, 8);
    }

    /** The start of a frame with any second byte and any number of length bytes. */
    public static byte[] start(int firstByte, int secondByte, long length, int lengthBytes) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(firstByte);
        bytes.write(secondByte);
        for (int i = lengthBytes - 1; i >= 0; i--) {
            bytes.write((int) (length >> (8 * i)));
        }
        return bytes.toByteArray();
    }
}
