package dev.sheetbend.websocket.frame;

/**
 * Writes characters as UTF-8 straight into a frame's payload (RFC 6455, 5.6). A surrogate without its other half becomes
 * a question mark, as {@link String#getBytes(java.nio.charset.Charset)} has it. Stateless.
 */
public final class Utf8Encoder {
    private Utf8Encoder() {}

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

    /** Writes the text at this offset; there must be room for {@link #length} bytes. */
    public static void encode(String text, byte[] target, int offset) {
        int chars = text.length();
        int at = offset;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | c >> 6);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xE0 | c >> 12);
                target[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                target[at++] = (byte) (0xF0 | point >> 18);
                target[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                target[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | point & 0x3F);
            } else {
                target[at++] = '?';
            }
        }
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
