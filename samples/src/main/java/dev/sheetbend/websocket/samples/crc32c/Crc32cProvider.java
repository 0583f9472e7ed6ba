package dev.sheetbend.websocket.samples.crc32c;

import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.util.List;
import java.util.Optional;

/**
 * Negotiates {@code x-crc32c}. A server accepts it whenever a client offers it; a client offers it when its
 * {@code ClientEndpointConfig} names it, which is what {@link ExtensionProvider#offers} does by itself.
 *
 * <p>There is one instance for a whole container, used by many threads: so it has no fields. What belongs to a connection
 * is in the agreement and in the stages.
 */
public final class Crc32cProvider implements ExtensionProvider {
    /** The name in {@code Sec-WebSocket-Extensions}. */
    public static final String NAME = "x-crc32c";

    /** Messages of fewer bytes than this server property says go without a checksum: 0, the default, to 2147483647. */
    public static final String MIN_SIZE_PROPERTY = "dev.sheetbend.websocket.samples.crc32c.minSize";

    static final String MIN_SIZE = "min_size";

    @Override
    public String name() {
        return NAME;
    }

    /** A wrong property should stop the deployment, and not be found out by the first client. */
    @Override
    public void check(ExtensionContext context) {
        ownMinSize(context);
    }

    /** An offer that we do not understand is declined: the connection then goes on without the extension. */
    @Override
    public Optional<ExtensionAgreement> accept(ExtensionOffer offer, ExtensionContext context) {
        return minSize(offer.parameters()).map(asked -> new Crc32cAgreement(Math.max(asked, ownMinSize(context))));
    }

    /** An answer that does not fit what was asked for fails the connection (RFC 6455, 4.1). */
    @Override
    public Optional<ExtensionAgreement> confirm(
            List<ExtensionOffer> offers, ExtensionOffer answer, ExtensionContext context) {
        return minSize(answer.parameters())
                .filter(answered -> offers.stream()
                        .flatMap(offer -> minSize(offer.parameters()).stream())
                        .anyMatch(asked -> asked <= answered))
                .map(Crc32cAgreement::new);
    }

    /** The size that parameters name; empty when there is anything among them that we do not know. */
    private static Optional<Integer> minSize(List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            return Optional.of(0);
        }
        // The header's grammar allows to repeat a parameter, and not to give it a value: both are for us to refuse.
        Parameter only = parameters.get(0);
        return parameters.size() == 1 && only.name().equals(MIN_SIZE)
                ? only.value().flatMap(Crc32cProvider::size)
                : Optional.empty();
    }

    /** A server's own: its property's, or what its endpoint's configuration names, whichever is larger. */
    private static int ownMinSize(ExtensionContext context) {
        String value = context.property(MIN_SIZE_PROPERTY).orElse("0");
        int property = size(value)
                .orElseThrow(() -> new IllegalArgumentException("The property " + MIN_SIZE_PROPERTY
                        + " must be a number from 0 to " + Integer.MAX_VALUE + "; it is '" + value + "'."));
        int wish = minSize(context.wishes())
                .orElseThrow(() -> new IllegalArgumentException("The extension " + NAME + " has one parameter at most: "
                        + MIN_SIZE + ", a number from 0 to " + Integer.MAX_VALUE + "."));
        return Math.max(property, wish);
    }

    /** What comes from a peer is read strictly: {@link Integer#parseInt} would take a sign and foreign digits. */
    private static Optional<Integer> size(String decimal) {
        if (!decimal.matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        long size = Long.parseLong(decimal);
        return size <= Integer.MAX_VALUE ? Optional.of((int) size) : Optional.empty();
    }
}
