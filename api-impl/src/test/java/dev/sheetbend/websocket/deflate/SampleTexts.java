package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.frame.Bytes;
import java.util.Arrays;
import java.util.Random;

/** JSON as applications send it: names that repeat, values that change. The same seed gives the same texts. */
final class SampleTexts {
    private static final String[] NAMES = {"anna", "bert", "clara", "david", "emil", "frida", "gustav", "hanna"};
    private static final String[] STATES = {"open", "closed", "pending", "cancelled"};

    private final Random random;

    SampleTexts(long seed) {
        random = new Random(seed);
    }

    /** A text of exactly this many bytes; cut off at the end. */
    byte[] json(int length) {
        var text = new StringBuilder("{\"type\":\"update\",\"sequence\":").append(random.nextInt(1_000_000));
        text.append(",\"items\":[");
        while (text.length() < length) {
            text.append("{\"id\":").append(random.nextInt(100_000));
            text.append(",\"user\":\"").append(NAMES[random.nextInt(NAMES.length)]);
            text.append("\",\"state\":\"").append(STATES[random.nextInt(STATES.length)]);
            text.append("\",\"price\":")
                    .append(random.nextInt(10_000))
                    .append('.')
                    .append(random.nextInt(100));
            text.append(",\"token\":\"")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\"},");
        }
        return Arrays.copyOf(Bytes.utf8(text.toString()), length);
    }
}
