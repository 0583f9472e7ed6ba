package dev.sheetbend.websocket.benchmarks.micro;

import java.nio.charset.StandardCharsets;

/** What a text is made of. Public, as JMH wants its parameters. */
public enum Script {
    /** One byte each. */
    ASCII("The quick brown fox jumps over the lazy dog. "),
    /** Mostly one byte each, some two and three. */
    MIXED("Gr\u00fc\u00dfe aus K\u00f6ln: 3,50 \u20ac \u2013 d\u00e9j\u00e0 vu, "),
    /** Four bytes each. */
    FOUR_BYTE("\ud83d\ude00\ud83d\ude80");

    private final String sample;

    Script(String sample) {
        this.sample = sample;
    }

    /** A text of at most this many bytes of UTF-8, and at least three less. */
    String text(int bytes) {
        var text = new StringBuilder();
        int length = 0;
        for (int i = 0; ; i = sample.offsetByCodePoints(i, 1) % sample.length()) {
            String character = Character.toString(sample.codePointAt(i));
            length += character.getBytes(StandardCharsets.UTF_8).length;
            if (length > bytes) {
                return text.toString();
            }
            text.append(character);
        }
    }
}
