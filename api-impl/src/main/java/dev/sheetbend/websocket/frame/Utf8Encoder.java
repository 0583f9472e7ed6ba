package dev.sheetbend.websocket.frame;

/**
 * Writes characters as UTF-8 straight into a frame's payload (RFC 6455, 5.6). A surrogate without its other half becomes
 * a question mark, as {@link String#getBytes(java.nio.charset.Charset)} has it. Stateless.
 */
public final class Utf8Encoder {
    /** The most bytes that one character of a {@link String} becomes. */
    public static final int MOST_PER_CHAR = 3;

    /** So many characters are looked at without a branch. */
    private static final int RUN = 64;

    private Utf8Encoder() {}

    /** Whether every character is below 0x80. */
    public static boolean isAscii(String text) {
        return isAscii(text, text.length());
    }

    /** The same of the first characters of a text, or of all when it has no more. */
    public static boolean isAscii(String text, int atMost) {
        int end = Math.min(text.length(), atMost);
        for (int start = 0; start < end; start += RUN) {
            int seen = 0;
            for (int i = start, last = Math.min(start + RUN, end); i < last; i++) {
                seen |= text.charAt(i);
            }
            if (seen >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Writes text that {@link #isAscii is ASCII} at this offset; there must be room for its length. */
    @SuppressWarnings("deprecation")
    public static void encodeAscii(String text, byte[] target, int offset) {
        // Deprecated because it drops the upper half of each character; here that is 0. It copies at once what a String
        // keeps as bytes, where any other way makes an array first.
        text.getBytes(0, text.length(), target, offset);
    }

    /** How many bytes {@link #encode} writes for this text: its length when it is ASCII, at most three times that. */
    public static int length(String text) {
        int chars = text.length();
        int bytes = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                if (c < 0x800) {
                    bytes += 1;
                } else if (!Character.isSurrogate(c)) {
                    bytes += 2;
                } else if (isPair(text, i)) {
                    bytes += 2;
                    i++;
                }
            }
        }
        return bytes;
    }

    /**
     * Writes the text at this offset; there must be room for {@link #length} bytes.
     *
     * @return the index behind what was written
     */
    public static int encode(String text, byte[] target, int offset) {
        return encode(text.toCharArray(), text.length(), target, offset);
    }

    /**
     * The same for characters that were taken out of a text, which are faster to read.
     *
     * @param chars the text begins at index 0
     * @param count how many of them there are
     */
    public static int encode(char[] chars, int count, byte[] target, int offset) {
        int at = offset;
        for (int i = 0; i < count; i++) {
            char c = chars[i];
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | c >> 6);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xE0 | c >> 12);
                target[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c) && i + 1 < count && Character.isLowSurrogate(chars[i + 1])) {
                int point = Character.toCodePoint(c, chars[++i]);
                target[at++] = (byte) (0xF0 | point >> 18);
                target[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                target[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | point & 0x3F);
            } else {
                target[at++] = '?';
            }
        }
        return at;
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
