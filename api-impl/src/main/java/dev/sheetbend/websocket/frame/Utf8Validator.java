package dev.sheetbend.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Checks text that arrives in slices for valid UTF-8 (RFC 3629, which RFC 6455, 8.1 asks for) and refuses it at the
 * first byte that no valid text can have there: overlong forms, surrogates and values above U+10FFFF are found at their
 * second byte at the latest. Not thread safe.
 */
public final class Utf8Validator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final int FIRST_CONTINUATION = 0x80;
    private static final int LAST_CONTINUATION = 0xBF;

    /** How many bytes of an incomplete character have been seen, 0 to 3. */
    private int pending;
    /** How many more bytes that character needs, 0 to 3. */
    private int missing;
    /** The range of the next byte when {@link #missing} is not 0. */
    private int least;

    private int most;
    private boolean ascii = true;

    /** Forgets everything: the next byte begins a new text. */
    public void reset() {
        pending = 0;
        missing = 0;
        ascii = true;
    }

    /**
     * Takes the next slice of the text.
     *
     * @return false when a byte is not valid where it stands; then nothing but {@link #reset} makes sense
     */
    public boolean accept(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        int end = offset + length;
        int index = offset;
        while (index < end) {
            if (missing == 0) {
                index = skipWhole(array, index, end);
                // A character that is not valid, or that the slice cuts: byte by byte.
                if (index < end && !acceptLead(array[index++] & 0xFF)) {
                    return false;
                }
            } else if (!acceptContinuation(array[index++] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** The index behind the valid characters that are whole in the slice. */
    private int skipWhole(byte[] array, int from, int end) {
        int index = skipAscii(array, from, end);
        while (index < end) {
            int length = Utf8Decoder.characterLength(array, index, end);
            if (length == 0) {
                return index;
            }
            ascii = false;
            index += length;
            if (index < end && array[index] >= 0) {
                index = skipAscii(array, index, end);
            }
        }
        return index;
    }

    /** Whether every byte of the slice is below 0x80. Stateless, any thread. */
    public static boolean isAscii(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return skipAscii(array, offset, offset + length) == offset + length;
    }

    /** The index of the first byte that is not ASCII, or {@code end}. */
    private static int skipAscii(byte[] array, int from, int end) {
        int index = from;
        for (int last = end - Long.BYTES; index <= last; index += Long.BYTES) {
            long high = (long) LONGS.get(array, index) & HIGH_BITS;
            if (high != 0) {
                return index + (Long.numberOfTrailingZeros(high) >> 3);
            }
        }
        while (index < end && array[index] >= 0) {
            index++;
        }
        return index;
    }

    /** Takes the first byte of a character of several bytes; the table is in RFC 3629, 4. */
    private boolean acceptLead(int lead) {
        ascii = false;
        if (lead < 0xC2 || lead > 0xF4) {
            // A continuation byte, an overlong form of ASCII, or a value above U+10FFFF.
            return false;
        }
        least = FIRST_CONTINUATION;
        most = LAST_CONTINUATION;
        pending = 1;
        if (lead < 0xE0) {
            missing = 1;
        } else if (lead < 0xF0) {
            missing = 2;
            if (lead == 0xE0) {
                // Below it: an overlong form.
                least = 0xA0;
            } else if (lead == 0xED) {
                // Above it: a surrogate.
                most = 0x9F;
            }
        } else {
            missing = 3;
            if (lead == 0xF0) {
                // Below it: an overlong form.
                least = 0x90;
            } else if (lead == 0xF4) {
                // Above it: a value above U+10FFFF.
                most = 0x8F;
            }
        }
        return true;
    }

    private boolean acceptContinuation(int value) {
        if (value < least || value > most) {
            return false;
        }
        least = FIRST_CONTINUATION;
        most = LAST_CONTINUATION;
        missing--;
        pending = missing == 0 ? 0 : pending + 1;
        return true;
    }

    /** Whether the text so far ends at the end of a character. */
    public boolean isComplete() {
        return missing == 0;
    }

    /** How many bytes at the end of the text so far belong to a character that is not complete, 0 to 3. */
    public int pendingBytes() {
        return pending;
    }

    /** How many bytes the character that is not complete still needs, 0 to 3. */
    public int missingBytes() {
        return missing;
    }

    /** Whether every byte so far is below 0x80. */
    public boolean isAscii() {
        return ascii;
    }
}
