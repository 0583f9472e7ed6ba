package dev.sheetbend.websocket.tck.behaviour;

import java.util.Random;

/** Texts that a larger window compresses better. The same ones each time. */
public final class Compressible {
    private Compressible() {}

    /** An object of about 350 characters; most of it is the same for every number. */
    public static String json(int number) {
        Random random = new Random(number);
        return "{\"type\":\"price\",\"sequence\":" + number
                + ",\"instrument\":{\"name\":\"Sheetbend\",\"currency\":\"EUR\","
                + "\"venue\":\"\u00d6st " + random.nextInt(10) + "\"},\"bid\":" + random.nextInt(1_000_000)
                + ",\"ask\":" + random.nextInt(1_000_000)
                + ",\"flags\":[true,false,null],\"time\":\"2024-01-01T00:00:" + random.nextInt(60)
                + "Z\",\"depth\":[" + random.nextInt(100) + "," + random.nextInt(100) + "," + random.nextInt(100)
                + "],\"note\":\"" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + "\"}";
    }

    /**
     * ASCII that repeats itself at growing distances, just below and just above what windows of 2^8 to 2^15 bytes reach.
     */
    public static String repeating(int size) {
        Random random = new Random(size);
        var text = new StringBuilder(size);
        for (int period = 200; text.length() < size; period = period > 20_000 ? 200 : period * 5 / 4) {
            var block = new StringBuilder(period);
            for (int i = 0; i < period; i++) {
                block.append((char) ('0' + random.nextInt(64)));
            }
            text.append(block).append(block);
        }
        text.setLength(size);
        return text.toString();
    }
}
