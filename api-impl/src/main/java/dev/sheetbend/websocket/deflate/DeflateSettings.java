package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the configuration says about compression at one endpoint.
 *
 * @param policy whether there is any
 * @param level 1 (fast) to 9 (small)
 * @param minSize the smallest payload that is worth it, in bytes; empty when that depends on what is negotiated
 * @param ownTakeover whether what this end sends may refer to messages before
 * @param peerTakeover whether what the peer sends may
 * @param ownWindowBits 8 to 15, for what this end sends
 * @param peerWindowBits 8 to 15, for what the peer sends
 */
record DeflateSettings(
        Policy policy,
        int level,
        OptionalInt minSize,
        boolean ownTakeover,
        boolean peerTakeover,
        int ownWindowBits,
        int peerWindowBits) {
    private static final String PREFIX = "dev.sheetbend.websocket.compression";

    /** {@code off}, {@code accept} or {@code offer}. */
    static final String COMPRESSION = PREFIX;
    /** 1 to 9. */
    static final String LEVEL = PREFIX + "Level";
    /** Bytes, 0 or more. */
    static final String MIN_SIZE = PREFIX + "MinSize";
    /** {@code both}, {@code own}, {@code peer} or {@code none}. */
    static final String CONTEXT_TAKEOVER = PREFIX + "ContextTakeover";
    /** 8 to 15. */
    static final String WINDOW_BITS = PREFIX + "WindowBits";
    /** 8 to 15. */
    static final String PEER_WINDOW_BITS = PREFIX + "PeerWindowBits";
    /** 1 to 65535, for the container as a whole. */
    static final String DEFLATERS = PREFIX + "Deflaters";

    private static final int DEFAULT_LEVEL = 4;
    private static final int DEFAULT_DEFLATERS = 16;
    private static final int MOST_DEFLATERS = 65_535;
    private static final int MIN_SIZE_WITH_TAKEOVER = 64;
    private static final int MIN_SIZE_WITHOUT_TAKEOVER = 256;

    /** Whether compression is used. */
    enum Policy {
        /** Never. */
        OFF,
        /** When a client offers it; as a client, when the configuration names it. */
        ACCEPT,
        /** The same, and a client always offers it. */
        OFFER
    }

    /**
     * @throws IllegalArgumentException when a property has an illegal value; the text names the property
     */
    static DeflateSettings of(ExtensionContext context) {
        String takeover = word(context, CONTEXT_TAKEOVER, "both");
        boolean own = switch (takeover) {
            case "both", "own" -> true;
            case "peer", "none" -> false;
            default -> throw illegal(CONTEXT_TAKEOVER, "both, own, peer or none", takeover);
        };
        return new DeflateSettings(
                policy(context),
                number(context, LEVEL, 1, 9).orElse(DEFAULT_LEVEL),
                number(context, MIN_SIZE, 0, Integer.MAX_VALUE),
                own,
                takeover.equals("both") || takeover.equals("peer"),
                windowBits(context, WINDOW_BITS),
                windowBits(context, PEER_WINDOW_BITS));
    }

    /**
     * How many deflaters, and how many inflaters, a container keeps at most.
     *
     * @throws IllegalArgumentException when the property has an illegal value; the text names the property
     */
    static int deflaters(ExtensionContext container) {
        return number(container, DEFLATERS, 1, MOST_DEFLATERS).orElse(DEFAULT_DEFLATERS);
    }

    /** The smallest payload that is worth compressing, in bytes; less is when it can refer to messages before. */
    int minSize(boolean contextTakeover) {
        return minSize.orElse(contextTakeover ? MIN_SIZE_WITH_TAKEOVER : MIN_SIZE_WITHOUT_TAKEOVER);
    }

    /** What a client offers when its configuration names no parameters. */
    ExtensionOffer offer() {
        var parameters = new ArrayList<Parameter>();
        if (!peerTakeover) {
            parameters.add(Parameter.of(DeflateParameters.SERVER_NO_CONTEXT_TAKEOVER));
        }
        if (!ownTakeover) {
            parameters.add(Parameter.of(DeflateParameters.CLIENT_NO_CONTEXT_TAKEOVER));
        }
        if (peerWindowBits < DeflateParameters.LARGEST_WINDOW_BITS) {
            parameters.add(Parameter.of(DeflateParameters.SERVER_MAX_WINDOW_BITS, Integer.toString(peerWindowBits)));
        }
        // Without a value it says that the server may ask for a smaller window.
        parameters.add(
                ownWindowBits < DeflateParameters.LARGEST_WINDOW_BITS
                        ? Parameter.of(DeflateParameters.CLIENT_MAX_WINDOW_BITS, Integer.toString(ownWindowBits))
                        : Parameter.of(DeflateParameters.CLIENT_MAX_WINDOW_BITS));
        return new ExtensionOffer(PermessageDeflate.NAME, parameters);
    }

    private static Policy policy(ExtensionContext context) {
        String value = word(context, COMPRESSION, "accept");
        return switch (value) {
            case "off" -> Policy.OFF;
            case "accept" -> Policy.ACCEPT;
            case "offer" -> Policy.OFFER;
            default -> throw illegal(COMPRESSION, "off, accept or offer", value);
        };
    }

    private static int windowBits(ExtensionContext context, String property) {
        return number(context, property, DeflateParameters.SMALLEST_WINDOW_BITS, DeflateParameters.LARGEST_WINDOW_BITS)
                .orElse(DeflateParameters.LARGEST_WINDOW_BITS);
    }

    private static String word(ExtensionContext context, String property, String otherwise) {
        return context.property(property)
                .map(value -> value.toLowerCase(Locale.ROOT))
                .orElse(otherwise);
    }

    private static OptionalInt number(ExtensionContext context, String property, int least, int most) {
        Optional<String> value = context.property(property);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Answered below, as a number out of range is.
        }
        throw illegal(property, "a whole number from " + least + " to " + most, value.get());
    }

    private static IllegalArgumentException illegal(String property, String expected, String value) {
        return new IllegalArgumentException(
                "The property " + property + " must be " + expected + "; it is '" + value + "'.");
    }
}
