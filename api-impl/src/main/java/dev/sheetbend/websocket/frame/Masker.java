package dev.sheetbend.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** Masks and unmasks payloads in place (RFC 6455, 5.3); both are the same operation. Stateless, any thread. */
public final class Masker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Masker() {}

    /**
     * Masks a slice of a payload.
     *
     * @param key the masking key, its first byte in the most significant bits
     * @return the key for the slice that follows this one: the key turned by as many bytes as this slice had
     */
    public static int mask(byte[] array, int offset, int length, int key) {
        Objects.checkFromIndexSize(offset, length, array.length);
        int end = offset + length;
        int index = offset;
        if (length >= Long.BYTES) {
            long half = Integer.reverseBytes(key) & 0xFFFF_FFFFL;
            long twice = (half << Integer.SIZE) | half;
            for (int last = end - Long.BYTES; index <= last; index += Long.BYTES) {
                LONGS.set(array, index, (long) LONGS.get(array, index) ^ twice);
            }
        }
        // Eight is a multiple of the key's length, so the key is back at its first byte here.
        int turned = key;
        for (; index < end; index++) {
            turned = Integer.rotateLeft(turned, Byte.SIZE);
            array[index] ^= (byte) turned;
        }
        return turned;
    }
}
