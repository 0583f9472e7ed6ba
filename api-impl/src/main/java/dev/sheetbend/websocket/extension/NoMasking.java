package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The extension {@code no-masking} (draft-damjanovic-websockets-nomasking-02): the client sends its frames as they are.
 * Masking protects intermediaries that see the bytes (RFC 6455, 10.3), so it takes part only where they are encrypted,
 * unless the property says otherwise. It has no parameters. Thread safe.
 */
public final class NoMasking implements ExtensionProvider {
    /** The extension's name. */
    public static final String NAME = "no-masking";

    /** {@code off}, {@code encrypted} or {@code always}. */
    static final String PROPERTY = "dev.sheetbend.websocket.noMasking";

    private static final ExtensionOffer OFFER = ExtensionOffer.of(NAME);

    private enum Policy {
        OFF,
        ENCRYPTED,
        ALWAYS
    }

    /** What both sides have agreed to. */
    record Agreement() implements ExtensionAgreement {
        @Override
        public ExtensionOffer answer() {
            return OFFER;
        }

        /** It has no stage. */
        @Override
        public Optional<Object> sharingKey() {
            return Optional.of(NAME);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void check(ExtensionContext context) {
        policy(context);
    }

    @Override
    public Optional<ExtensionAgreement> accept(ExtensionOffer offer, ExtensionContext context) {
        return agreement(offer, context);
    }

    @Override
    public List<ExtensionOffer> offers(List<ExtensionOffer> configured, ExtensionContext context) {
        return isAllowed(context) ? List.of(OFFER) : List.of();
    }

    @Override
    public Optional<ExtensionAgreement> confirm(
            List<ExtensionOffer> offers, ExtensionOffer answer, ExtensionContext context) {
        return agreement(answer, context);
    }

    private static Optional<ExtensionAgreement> agreement(ExtensionOffer offer, ExtensionContext context) {
        return offer.parameters().isEmpty() && isAllowed(context) ? Optional.of(new Agreement()) : Optional.empty();
    }

    private static boolean isAllowed(ExtensionContext context) {
        return switch (policy(context)) {
            case OFF -> false;
            case ENCRYPTED -> context.secure();
            case ALWAYS -> true;
        };
    }

    private static Policy policy(ExtensionContext context) {
        String value = context.property(PROPERTY).orElse("off");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "off" -> Policy.OFF;
            case "encrypted" -> Policy.ENCRYPTED;
            case "always" -> Policy.ALWAYS;
            default ->
                throw new IllegalArgumentException(
                        "The property " + PROPERTY + " must be off, encrypted or always; it is '" + value + "'.");
        };
    }
}
