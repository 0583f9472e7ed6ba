package dev.sheetbend.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** Masks and unmasks payloads in place (RFC 6455, 5.3); both are the same operation. Stateless, any thread. */
public final class Masker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Masker() {}

    /**
     * Masks a slice of a payload.
     *
     * @param key the masking key, its first byte in the most significant bits
     * @return the key for the slice that follows this one: the key turned by as many bytes as this slice had
     */
    public static int mask(byte[] array, int offset, int length, int key) {
        unmask(array, offset, length, key);
        return turn(key, length);
    }

    /** The key for what follows a slice of this length: turned by as many bytes. */
    public static int turn(int key, int length) {
        return Integer.rotateLeft(key, (length & (Integer.BYTES - 1)) * Byte.SIZE);
    }

    /**
     * Unmasks a slice of a payload and looks at what comes out in the same pass.
     *
     * @param key the masking key, its first byte in the most significant bits
     * @return whether every byte of the slice is below 0x80 now
     */
    public static boolean unmask(byte[] array, int offset, int length, int key) {
        Objects.checkFromIndexSize(offset, length, array.length);
        int end = offset + length;
        int index = offset;
        long seen = 0;
        if (length >= Long.BYTES) {
            long half = Integer.reverseBytes(key) & 0xFFFF_FFFFL;
            long twice = (half << Integer.SIZE) | half;
            for (int last = end - Long.BYTES; index <= last; index += Long.BYTES) {
                long plain = (long) LONGS.get(array, index) ^ twice;
                LONGS.set(array, index, plain);
                seen |= plain;
            }
        }
        // Eight is a multiple of the key's length, so the key is back at its first byte here.
        int turned = key;
        for (; index < end; index++) {
            turned = Integer.rotateLeft(turned, Byte.SIZE);
            byte plain = (byte) (array[index] ^ turned);
            array[index] = plain;
            seen |= plain;
        }
        return (seen & HIGH_BITS) == 0;
    }
}
