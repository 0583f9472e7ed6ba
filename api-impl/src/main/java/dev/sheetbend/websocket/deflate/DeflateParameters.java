package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The four parameters of RFC 7692, 7.1.
 *
 * @param serverNoContextTakeover whether server_no_context_takeover is there
 * @param clientNoContextTakeover whether client_no_context_takeover is there
 * @param serverWindowBits of server_max_window_bits, 8 to 15
 * @param clientWindowBits of client_max_window_bits, 8 to 15; 15 when an offer names it without a value
 */
record DeflateParameters(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        OptionalInt serverWindowBits,
        OptionalInt clientWindowBits) {
    static final int SMALLEST_WINDOW_BITS = 8;
    static final int LARGEST_WINDOW_BITS = Compressor.LARGEST_WINDOW_BITS;

    static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

    /** Reads what a client offers; empty when it breaks a rule of RFC 7692, 7.1. */
    static Optional<DeflateParameters> ofOffer(List<Parameter> parameters) {
        return parse(parameters, OptionalInt.of(LARGEST_WINDOW_BITS));
    }

    /** Reads what a server answers; empty when it breaks a rule of RFC 7692, 7.1. */
    static Optional<DeflateParameters> ofAnswer(List<Parameter> parameters) {
        return parse(parameters, OptionalInt.empty());
    }

    /**
     * Whether a server may answer this to that offer (RFC 7692, 7.1.1 and 7.1.2). A client's window may be larger than
     * offered: the offer is a hint of what the client keeps to in any case (7.1.2.2).
     */
    boolean answers(DeflateParameters offer) {
        return (serverNoContextTakeover || !offer.serverNoContextTakeover)
                && (offer.serverWindowBits.isEmpty() || within(serverWindowBits, offer.serverWindowBits))
                && (clientWindowBits.isEmpty() || offer.clientWindowBits.isPresent());
    }

    /** As an element of the header, in an order of our own. */
    ExtensionOffer toHeader() {
        var parameters = new ArrayList<Parameter>();
        if (serverNoContextTakeover) {
            parameters.add(Parameter.of(SERVER_NO_CONTEXT_TAKEOVER));
        }
        if (clientNoContextTakeover) {
            parameters.add(Parameter.of(CLIENT_NO_CONTEXT_TAKEOVER));
        }
        serverWindowBits.ifPresent(
                bits -> parameters.add(Parameter.of(SERVER_MAX_WINDOW_BITS, Integer.toString(bits))));
        clientWindowBits.ifPresent(
                bits -> parameters.add(Parameter.of(CLIENT_MAX_WINDOW_BITS, Integer.toString(bits))));
        return new ExtensionOffer(PermessageDeflate.NAME, parameters);
    }

    private static boolean within(OptionalInt bits, OptionalInt limit) {
        return bits.isPresent() && bits.getAsInt() <= limit.getAsInt();
    }

    private static Optional<DeflateParameters> parse(List<Parameter> parameters, OptionalInt clientBitsWithoutValue) {
        var seen = new HashSet<String>();
        boolean legal = true;
        OptionalInt serverBits = OptionalInt.empty();
        OptionalInt clientBits = OptionalInt.empty();
        for (Parameter parameter : parameters) {
            legal &= seen.add(parameter.name());
            switch (parameter.name()) {
                case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER ->
                    legal &= parameter.value().isEmpty();
                case SERVER_MAX_WINDOW_BITS -> {
                    serverBits = windowBits(parameter, OptionalInt.empty());
                    legal &= serverBits.isPresent();
                }
                case CLIENT_MAX_WINDOW_BITS -> {
                    clientBits = windowBits(parameter, clientBitsWithoutValue);
                    legal &= clientBits.isPresent();
                }
                default -> legal = false;
            }
        }
        if (!legal) {
            return Optional.empty();
        }
        return Optional.of(new DeflateParameters(
                seen.contains(SERVER_NO_CONTEXT_TAKEOVER),
                seen.contains(CLIENT_NO_CONTEXT_TAKEOVER),
                serverBits,
                clientBits));
    }

    private static OptionalInt windowBits(Parameter parameter, OptionalInt withoutValue) {
        if (parameter.value().isEmpty()) {
            return withoutValue;
        }
        // Decimal without leading zeros, so each number has one spelling.
        return switch (parameter.value().get()) {
            case "8" -> OptionalInt.of(8);
            case "9" -> OptionalInt.of(9);
            case "10" -> OptionalInt.of(10);
            case "11" -> OptionalInt.of(11);
            case "12" -> OptionalInt.of(12);
            case "13" -> OptionalInt.of(13);
            case "14" -> OptionalInt.of(14);
            case "15" -> OptionalInt.of(15);
            default -> OptionalInt.empty();
        };
    }
}
