package dev.sheetbend.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Turns a whole text from UTF-8 into characters and checks it in the same pass (RFC 3629, which RFC 6455, 8.1 asks for).
 * For text that arrives in slices, see {@link Utf8Validator}. Stateless, any thread.
 */
public final class Utf8Decoder {
    /** What {@link #decode} returns for bytes that are not UTF-8. */
    public static final int MALFORMED = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    // Bytes are signed here: continuation bytes are the least of them, then the leads in their order, then ASCII.
    private static final byte LAST_CONTINUATION = (byte) 0xBF;
    /** Those before it could begin overlong forms of ASCII only. */
    private static final byte FIRST_LEAD_OF_TWO = (byte) 0xC2;

    private static final byte FIRST_LEAD_OF_THREE = (byte) 0xE0;
    private static final byte FIRST_LEAD_OF_FOUR = (byte) 0xF0;
    /** Those behind it could begin values above U+10FFFF only. */
    private static final byte LAST_LEAD = (byte) 0xF4;

    /** What stands in the upper bits of a continuation byte, as an int; a character's are taken off all at once. */
    private static final int CONTINUATION = (byte) 0x80;

    private static final int MARKS_OF_TWO = (byte) 0xC0 << 6 ^ CONTINUATION;
    private static final int MARKS_OF_THREE = (byte) 0xE0 << 12 ^ CONTINUATION << 6 ^ CONTINUATION;
    private static final int MARKS_OF_FOUR = (byte) 0xF0 << 18 ^ CONTINUATION << 12 ^ CONTINUATION << 6 ^ CONTINUATION;

    private Utf8Decoder() {}

    /**
     * Decodes a slice that is a whole text.
     *
     * @param target at least as long as the slice
     * @return how many characters were written to the start of the target, or {@link #MALFORMED}
     */
    public static int decode(byte[] array, int offset, int length, char[] target) {
        Objects.checkFromIndexSize(offset, length, array.length);
        Objects.checkFromIndexSize(0, length, target.length);
        int end = offset + length;
        int index = offset;
        int at = 0;
        while (index < end) {
            int lead = array[index];
            if (lead >= 0) {
                int run = asciiRun(array, index, end, target, at);
                index += run;
                at += run;
            } else if (lead < FIRST_LEAD_OF_THREE) {
                if (!isCharacterOfTwo(array, index, end)) {
                    return MALFORMED;
                }
                target[at++] = (char) (lead << 6 ^ array[index + 1] ^ MARKS_OF_TWO);
                index += 2;
            } else if (lead < FIRST_LEAD_OF_FOUR) {
                if (!isCharacterOfThree(array, index, end)) {
                    return MALFORMED;
                }
                target[at++] = (char) (lead << 12 ^ array[index + 1] << 6 ^ array[index + 2] ^ MARKS_OF_THREE);
                index += 3;
            } else {
                if (!isCharacterOfFour(array, index, end)) {
                    return MALFORMED;
                }
                int point = pointOfFour(array, index);
                target[at++] = Character.highSurrogate(point);
                target[at++] = Character.lowSurrogate(point);
                index += 4;
            }
        }
        return at;
    }

    /** Copies the ASCII character at the index, and as many that follow as there are; returns how many. */
    private static int asciiRun(byte[] array, int index, int end, char[] target, int at) {
        int run = 0;
        int left = end - index;
        while (left - run >= Long.BYTES && ((long) LONGS.get(array, index + run) & HIGH_BITS) == 0) {
            for (int i = 0; i < Long.BYTES; i++) {
                target[at + run + i] = (char) array[index + run + i];
            }
            run += Long.BYTES;
        }
        while (run < left && array[index + run] >= 0) {
            target[at + run] = (char) array[index + run];
            run++;
        }
        return run;
    }

    /**
     * The length in bytes, 1 to 4, of the valid character that stands at the index, or 0 when there is none or the slice
     * cuts it.
     */
    static int characterLength(byte[] array, int index, int end) {
        int lead = array[index];
        if (lead >= 0) {
            return 1;
        }
        if (lead < FIRST_LEAD_OF_THREE) {
            return isCharacterOfTwo(array, index, end) ? 2 : 0;
        }
        if (lead < FIRST_LEAD_OF_FOUR) {
            return isCharacterOfThree(array, index, end) ? 3 : 0;
        }
        return isCharacterOfFour(array, index, end) ? 4 : 0;
    }

    private static boolean isCharacterOfTwo(byte[] array, int index, int end) {
        return array[index] >= FIRST_LEAD_OF_TWO && end - index >= 2 && array[index + 1] <= LAST_CONTINUATION;
    }

    private static boolean isCharacterOfThree(byte[] array, int index, int end) {
        if (end - index < 3) {
            return false;
        }
        int lead = array[index];
        int second = array[index + 1];
        int third = array[index + 2];
        char value = (char) (lead << 12 ^ second << 6 ^ third ^ MARKS_OF_THREE);
        return second <= LAST_CONTINUATION
                && third <= LAST_CONTINUATION
                && value >= 0x800
                && !Character.isSurrogate(value);
    }

    private static boolean isCharacterOfFour(byte[] array, int index, int end) {
        return end - index >= 4
                && array[index] <= LAST_LEAD
                && array[index + 1] <= LAST_CONTINUATION
                && array[index + 2] <= LAST_CONTINUATION
                && array[index + 3] <= LAST_CONTINUATION
                && Character.isSupplementaryCodePoint(pointOfFour(array, index));
    }

    private static int pointOfFour(byte[] array, int index) {
        return array[index] << 18 ^ array[index + 1] << 12 ^ array[index + 2] << 6 ^ array[index + 3] ^ MARKS_OF_FOUR;
    }
}
