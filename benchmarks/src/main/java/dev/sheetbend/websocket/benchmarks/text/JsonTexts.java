package dev.sheetbend.websocket.benchmarks.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * JSON as market data services send it: lists of trades, each with names that repeat and values that do not, and a
 * note in English that fills each text up to the size asked for. ASCII. The same arguments give the same texts, and
 * no two texts of a list are alike.
 */
public final class JsonTexts {
    /** The smallest size, in bytes. */
    public static final int SMALLEST = 90;

    private static final long SEED = 20_240_229;
    private static final String[] SYMBOLS = {
        "ACME", "BOLT", "CIRR", "DUNE", "ELMS", "FJRD", "GALE", "HELM", "IRIS", "JADE", "KELP", "LOFT", "MAST", "NOOK"
    };
    private static final String[] VENUES = {"XAMS", "XETR", "XLON", "XNAS", "XNYS", "XPAR"};
    private static final String[] WORDS = {
        "the",
        "market",
        "opened",
        "quietly",
        "before",
        "volume",
        "rose",
        "again",
        "on",
        "news",
        "of",
        "a",
        "larger",
        "order",
        "from",
        "several",
        "buyers",
        "while",
        "prices",
        "held",
        "steady",
        "and",
        "spreads",
        "narrowed"
    };
    private static final int FIRST_MILLIS = 34_200_000;
    /** Left for the end of the text and at least a few letters of its note. */
    private static final int TAIL = 14;

    private final SplittableRandom random;
    private int number;
    private int millis = FIRST_MILLIS;

    private JsonTexts(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Makes texts, in UTF-8.
     *
     * @param size of each in bytes, from {@link #SMALLEST}
     */
    public static List<byte[]> of(int size, int count) {
        if (size < SMALLEST) {
            throw new IllegalArgumentException("The smallest text has " + SMALLEST + " bytes, not " + size);
        }
        JsonTexts texts = new JsonTexts(SEED + size);
        List<byte[]> made = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            made.add(texts.next(size));
        }
        return made;
    }

    private byte[] next(int size) {
        StringBuilder text = new StringBuilder(size);
        number++;
        text.append("{\"seq\":").append(number).append(",\"trades\":[");
        String separator = "";
        for (String trade = trade(); text.length() + trade.length() + TAIL + 1 <= size; trade = trade()) {
            text.append(separator).append(trade);
            separator = ",";
        }
        text.append("],\"note\":\"");
        while (text.length() < size) {
            text.append(pick(WORDS)).append(' ');
        }
        text.setLength(size - 2);
        text.append("\"}");
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String trade() {
        millis += random.nextInt(1, 250);
        return String.format(
                Locale.ROOT,
                "{\"symbol\":\"%s\",\"price\":%d.%02d,\"size\":%d,\"side\":\"%s\","
                        + "\"venue\":\"%s\",\"time\":\"%s\",\"id\":%d}",
                pick(SYMBOLS),
                random.nextInt(20, 400),
                random.nextInt(100),
                random.nextInt(1, 50) * 10,
                random.nextBoolean() ? "buy" : "sell",
                pick(VENUES),
                time(),
                random.nextLong(1_000_000_000L, 10_000_000_000L));
    }

    private String time() {
        int seconds = millis / 1000;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                seconds / 3600 % 24,
                seconds / 60 % 60,
                seconds % 60,
                millis % 1000);
    }

    private String pick(String[] values) {
        return values[random.nextInt(values.length)];
    }
}
