package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.deflate.DeflateAgreement.Context;
import dev.sheetbend.websocket.deflate.DeflateAgreement.Pools;
import dev.sheetbend.websocket.deflate.DeflateSettings.Policy;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The extension permessage-deflate (RFC 7692): each message is compressed on its own or together with those before it.
 * All four parameters are negotiated and kept to. What this end wants is said by properties, see {@code
 * docs/compression.md}. Thread safe.
 */
public final class PermessageDeflate implements ExtensionProvider {
    /** The extension's name. */
    public static final String NAME = "permessage-deflate";

    private static final int LARGEST = DeflateParameters.LARGEST_WINDOW_BITS;

    /** Replaced once, when the container starts; nothing has been borrowed by then. */
    private volatile Pools pools = new Pools(1);

    /** A provider with pools of its own, for one container. */
    public PermessageDeflate() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(ExtensionContext container) {
        pools = new Pools(DeflateSettings.deflaters(container));
    }

    @Override
    public void check(ExtensionContext context) {
        DeflateSettings.of(context);
        wishes(context);
    }

    @Override
    public Optional<ExtensionAgreement> accept(ExtensionOffer offer, ExtensionContext context) {
        var settings = DeflateSettings.of(context);
        if (settings.policy() == Policy.OFF) {
            return Optional.empty();
        }
        DeflateParameters wishes = wishes(context);
        return DeflateParameters.ofOffer(offer.parameters())
                .map(offered -> serverAgreement(answer(offered, wishes, settings), settings));
    }

    @Override
    public List<ExtensionOffer> offers(List<ExtensionOffer> configured, ExtensionContext context) {
        var settings = DeflateSettings.of(context);
        if (settings.policy() == Policy.OFF) {
            return List.of();
        }
        for (ExtensionOffer offer : configured) {
            if (DeflateParameters.ofOffer(offer.parameters()).isEmpty()) {
                throw new IllegalArgumentException("The extension " + NAME
                        + " of the client's configuration has parameters that cannot be offered (RFC 7692, 7.1): "
                        + offer);
            }
        }
        if (configured.isEmpty() && settings.policy() == Policy.OFFER) {
            return List.of(settings.offer());
        }
        return configured;
    }

    @Override
    public Optional<ExtensionAgreement> confirm(
            List<ExtensionOffer> offers, ExtensionOffer answer, ExtensionContext context) {
        var settings = DeflateSettings.of(context);
        Optional<DeflateParameters> answered = DeflateParameters.ofAnswer(answer.parameters());
        if (answered.isEmpty() || settings.policy() == Policy.OFF) {
            return Optional.empty();
        }
        List<DeflateParameters> accepted = offers.stream()
                .flatMap(offer -> DeflateParameters.ofOffer(offer.parameters()).stream())
                .filter(answered.get()::answers)
                .toList();
        if (accepted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(clientAgreement(answered.get(), accepted, settings));
    }

    @Override
    public void close() {
        pools.close();
    }

    /** What this container has borrowed from. */
    Pools pools() {
        return pools;
    }

    private static DeflateParameters wishes(ExtensionContext context) {
        // As in an offer: a configurator may hand back what the client has offered, window without a value included.
        return DeflateParameters.ofOffer(context.wishes())
                .orElseThrow(() -> new IllegalArgumentException("The extension " + NAME
                        + " of the endpoint's configuration has parameters that cannot be answered (RFC 7692, 7.1): "
                        + new ExtensionOffer(NAME, context.wishes())));
    }

    private static DeflateParameters answer(
            DeflateParameters offered, DeflateParameters wishes, DeflateSettings settings) {
        int serverBits = least(settings.ownWindowBits(), offered.serverWindowBits(), wishes.serverWindowBits());
        boolean tellServerBits = serverBits < LARGEST
                || offered.serverWindowBits().isPresent()
                || wishes.serverWindowBits().isPresent();
        int clientBits = least(settings.peerWindowBits(), offered.clientWindowBits(), wishes.clientWindowBits());
        // A client that has not offered to limit its window cannot be asked for it (RFC 7692, 7.1.2.2).
        boolean limitable = offered.clientWindowBits().isPresent();
        boolean tellClientBits =
                limitable && (clientBits < LARGEST || wishes.clientWindowBits().isPresent());
        // The window that is kept for such a client would be larger than allowed, so none is.
        boolean unlimited = !limitable && clientBits < LARGEST;
        return new DeflateParameters(
                offered.serverNoContextTakeover() || wishes.serverNoContextTakeover() || !settings.ownTakeover(),
                offered.clientNoContextTakeover()
                        || wishes.clientNoContextTakeover()
                        || !settings.peerTakeover()
                        || unlimited,
                tellServerBits ? OptionalInt.of(serverBits) : OptionalInt.empty(),
                tellClientBits ? OptionalInt.of(clientBits) : OptionalInt.empty());
    }

    private ExtensionAgreement serverAgreement(DeflateParameters answer, DeflateSettings settings) {
        return agreement(
                answer,
                new Context(!answer.serverNoContextTakeover(), least(LARGEST, answer.serverWindowBits())),
                new Context(!answer.clientNoContextTakeover(), least(LARGEST, answer.clientWindowBits())),
                settings);
    }

    /** What this end has said of itself in an offer binds it too, whether or not the answer repeats it. */
    private ExtensionAgreement clientAgreement(
            DeflateParameters answer, List<DeflateParameters> accepted, DeflateSettings settings) {
        boolean takeover = settings.ownTakeover() && !answer.clientNoContextTakeover();
        int windowBits = least(settings.ownWindowBits(), answer.clientWindowBits());
        for (DeflateParameters offer : accepted) {
            takeover &= !offer.clientNoContextTakeover();
            windowBits = least(windowBits, offer.clientWindowBits());
        }
        return agreement(
                answer,
                new Context(takeover, windowBits),
                new Context(!answer.serverNoContextTakeover(), least(LARGEST, answer.serverWindowBits())),
                settings);
    }

    private ExtensionAgreement agreement(
            DeflateParameters answer, Context own, Context peer, DeflateSettings settings) {
        return new DeflateAgreement(
                answer.toHeader(), own, peer, settings.level(), settings.minSize(own.takeover()), pools);
    }

    private static int least(int bits, OptionalInt... limits) {
        int least = bits;
        for (OptionalInt limit : limits) {
            least = Math.min(least, limit.orElse(least));
        }
        return least;
    }
}
