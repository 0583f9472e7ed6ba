package dev.sheetbend.websocket.benchmarks.load;

import dev.sheetbend.websocket.benchmarks.text.JsonTexts;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a connection sends, one message after the other and then from the first one again. No two are alike, so that
 * an answer to another message than the one that was sent shows; the same arguments give the same messages.
 *
 * @param text whether they are texts, in UTF-8
 * @param fragments how many frames each is sent in, of about the same length
 */
public record Messages(boolean text, int fragments, List<byte[]> payloads) {
    private static final long SEED = 20_260_221;
    private static final int MOST = 256;
    /** So few bytes that what the client sends and compares with stays in a processor's cache, where that can be. */
    private static final int BYTES = 1024 * 1024;
    /** Two are told from each other. */
    private static final int LEAST = 2;

    private static final int FIRST_ASCII = ' ';
    private static final int LAST_ASCII = '~';
    /** Cyrillic, two bytes each. */
    private static final int[] TWO_BYTES = {0x0430, 0x0450};
    /** Kana and CJK ideographs, three bytes each. */
    private static final int[] THREE_BYTES = {0x3041, 0x9FA0};
    /** Pictures, four bytes and two chars each. */
    private static final int[] FOUR_BYTES = {0x1F300, 0x1F5FF};

    private static final List<int[]> PLANES = List.of(TWO_BYTES, THREE_BYTES, FOUR_BYTES);

    /** Texts of printable ASCII characters. */
    public static Messages ascii(int size) {
        return of(true, size, random -> {
            byte[] text = new byte[size];
            for (int i = 0; i < size; i++) {
                text[i] = (byte) random.nextInt(FIRST_ASCII, LAST_ASCII + 1);
            }
            return text;
        });
    }

    /** Texts of characters with two, three and four bytes in turn, filled up with ASCII. */
    public static Messages utf8(int size) {
        return of(true, size, random -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream(size);
            for (int i = 0; ; i++) {
                int[] plane = PLANES.get(i % PLANES.size());
                byte[] character =
                        Character.toString(random.nextInt(plane[0], plane[1])).getBytes(StandardCharsets.UTF_8);
                if (text.size() + character.length > size) {
                    break;
                }
                text.writeBytes(character);
            }
            while (text.size() < size) {
                text.write('.');
            }
            return text.toByteArray();
        });
    }

    /** Random bytes. */
    public static Messages binary(int size) {
        return of(false, size, random -> {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    /** Texts that compress as those of real services do. */
    public static Messages json(int size) {
        return new Messages(true, 1, JsonTexts.of(size, count(size)));
    }

    /** The same messages in several frames each. */
    public Messages inFragments(int number) {
        return new Messages(text, number, payloads);
    }

    /** How many there are. */
    public int count() {
        return payloads.size();
    }

    private static Messages of(boolean text, int size, Function<SplittableRandom, byte[]> generator) {
        SplittableRandom random = new SplittableRandom(SEED + size);
        return new Messages(
                text,
                1,
                Stream.generate(() -> generator.apply(random))
                        .limit(count(size))
                        .toList());
    }

    private static int count(int size) {
        return Math.max(LEAST, Math.min(MOST, BYTES / size));
    }
}
