package dev.sheetbend.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes frame headers (RFC 6455, 5.2) in their shortest form into a caller's array. Stateless, any thread. */
public final class FrameEncoder {
    /** The longest header, in bytes: what to leave free in front of a payload. */
    public static final int MAX_HEADER = 14;
    /** The longest payload of a control frame, in bytes (RFC 6455, 5.5). */
    public static final int MAX_CONTROL_PAYLOAD = 125;
    /** The longest control frame, in bytes, masked. */
    public static final int MAX_CONTROL_FRAME = 2 + FrameBits.KEY_BYTES + MAX_CONTROL_PAYLOAD;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private FrameEncoder() {}

    /**
     * The length in bytes of the header of a frame, 2 to {@link #MAX_HEADER}.
     *
     * @param payloadLength in bytes, 0 or more
     */
    public static int headerLength(long payloadLength, boolean masked) {
        int unmasked = 2;
        if (payloadLength > FrameBits.LONGEST_IN_TWO_BYTES) {
            unmasked += Long.BYTES;
        } else if (payloadLength > FrameBits.LONGEST_IN_CODE) {
            unmasked += Short.BYTES;
        }
        return masked ? unmasked + FrameBits.KEY_BYTES : unmasked;
    }

    /**
     * Writes the header of a frame without a masking key.
     *
     * @param index where the header begins
     * @param rsv a combination of the {@code RSV} constants of {@link FrameHeader}
     * @param payloadLength in bytes, 0 or more
     * @return the index behind the header
     * @throws IndexOutOfBoundsException when it does not fit
     */
    public static int writeHeader(byte[] array, int index, boolean fin, int rsv, Opcode opcode, long payloadLength) {
        return writeStart(array, index, firstByte(fin, rsv, opcode), 0, payloadLength);
    }

    /**
     * Writes the header of a masked frame.
     *
     * @param index where the header begins
     * @param rsv a combination of the {@code RSV} constants of {@link FrameHeader}
     * @param payloadLength in bytes, 0 or more
     * @param maskKey the masking key, its first byte in the most significant bits
     * @return the index behind the header
     * @throws IndexOutOfBoundsException when it does not fit
     */
    public static int writeMaskedHeader(
            byte[] array, int index, boolean fin, int rsv, Opcode opcode, long payloadLength, int maskKey) {
        int keyIndex = writeStart(array, index, firstByte(fin, rsv, opcode), FrameBits.B1_MASK, payloadLength);
        INTS.set(array, keyIndex, maskKey);
        return keyIndex + FrameBits.KEY_BYTES;
    }

    /**
     * Writes the header of a frame without a masking key so that it ends where the payload begins.
     *
     * @param payloadIndex where the payload begins; {@link #MAX_HEADER} free bytes in front of it always suffice
     * @return the index of the header's first byte
     * @throws IndexOutOfBoundsException when it does not fit
     */
    public static int writeHeaderBefore(
            byte[] array, int payloadIndex, boolean fin, int rsv, Opcode opcode, long payloadLength) {
        int index = payloadIndex - headerLength(payloadLength, false);
        writeHeader(array, index, fin, rsv, opcode, payloadLength);
        return index;
    }

    /**
     * Writes the header of a masked frame so that it ends where the payload begins. The payload stays as it is: the
     * caller masks it with the same key.
     *
     * @param payloadIndex where the payload begins; {@link #MAX_HEADER} free bytes in front of it always suffice
     * @return the index of the header's first byte
     * @throws IndexOutOfBoundsException when it does not fit
     */
    public static int writeMaskedHeaderBefore(
            byte[] array, int payloadIndex, boolean fin, int rsv, Opcode opcode, long payloadLength, int maskKey) {
        int index = payloadIndex - headerLength(payloadLength, true);
        writeMaskedHeader(array, index, fin, rsv, opcode, payloadLength, maskKey);
        return index;
    }

    private static int firstByte(boolean fin, int rsv, Opcode opcode) {
        return (fin ? FrameBits.B0_FIN : 0) | (rsv << FrameBits.B0_RSV_SHIFT) | opcode.code();
    }

    private static int writeStart(byte[] array, int index, int firstByte, int maskBit, long payloadLength) {
        array[index] = (byte) firstByte;
        if (payloadLength <= FrameBits.LONGEST_IN_CODE) {
            array[index + 1] = (byte) (maskBit | (int) payloadLength);
            return index + 2;
        }
        if (payloadLength <= FrameBits.LONGEST_IN_TWO_BYTES) {
            array[index + 1] = (byte) (maskBit | FrameBits.TWO_LENGTH_BYTES);
            SHORTS.set(array, index + 2, (short) payloadLength);
            return index + 2 + Short.BYTES;
        }
        array[index + 1] = (byte) (maskBit | FrameBits.EIGHT_LENGTH_BYTES);
        LONGS.set(array, index + 2, payloadLength);
        return index + 2 + Long.BYTES;
    }
}
