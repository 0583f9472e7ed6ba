package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.extension.Negotiation.Candidate;
import dev.sheetbend.websocket.session.ExtensionView;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import jakarta.websocket.Extension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a configurator chooses of the extensions that a client offers (specification, 3.1.3). What the client has not
 * offered drops out, because an answer must not name it (RFC 6455, 9.1). For one handshake; used by one thread.
 */
final class ExtensionChoice {
    private final List<Extension> requested;
    private final List<ExtensionOffer> offers;
    private final List<Extension> configured;

    /**
     * @param offers of the client, in order
     * @param configured by the endpoint
     */
    ExtensionChoice(List<ExtensionOffer> offers, List<Extension> configured) {
        this.requested = ExtensionView.of(offers);
        this.offers = offers;
        this.configured = configured;
    }

    /** The offers as the configurator gets them. */
    List<Extension> requested() {
        return requested;
    }

    /**
     * What may be answered: each name at the place where the configurator has it first.
     *
     * @param chosen by the configurator; null is nothing
     * @param contexts makes what the provider is told, with the application's wishes
     * @throws IllegalArgumentException when a parameter that the configurator wants in the answer is not a token
     */
    List<Candidate> candidates(List<Extension> chosen, Function<List<Parameter>, ExtensionContext> contexts) {
        var byName = new LinkedHashMap<String, Chosen>();
        if (chosen != null) {
            chosen.stream().filter(Objects::nonNull).forEach(extension -> choose(extension, byName));
        }
        var candidates = new ArrayList<Candidate>();
        byName.forEach((name, each) -> candidates.add(new Candidate(
                name, each.alternatives(), contexts.apply(each.wishes.orElseGet(() -> wishesOf(configured, name))))));
        return candidates;
    }

    /** What the endpoint's configuration wants of this extension. */
    List<Parameter> wishesOf(String name) {
        return wishesOf(configured, name);
    }

    /**
     * One of the requested objects, or a copy of one with its parameters, stands for that offer; any other one for all
     * offers of its name.
     */
    private void choose(Extension extension, Map<String, Chosen> byName) {
        int place = place(extension);
        String name = extension.getName();
        if (place < 0 && offers.stream().noneMatch(offer -> offer.name().equals(name))) {
            return;
        }
        Chosen sofar = byName.computeIfAbsent(name, first -> new Chosen());
        if (place >= 0) {
            sofar.add(offers.get(place));
            return;
        }
        offers.stream().filter(offer -> offer.name().equals(name)).forEach(sofar::add);
        if (sofar.wishes.isEmpty()) {
            sofar.wishes = Optional.of(ExtensionView.parameters(extension));
        }
    }

    private int place(Extension extension) {
        for (int i = 0; i < requested.size(); i++) {
            if (requested.get(i) == extension) {
                return i;
            }
        }
        if (offers.stream().noneMatch(offer -> offer.name().equals(extension.getName()))) {
            return -1;
        }
        ExtensionOffer copy = ExtensionView.offer(extension);
        // Without parameters it need not be a copy: so looks what is installed.
        return copy.parameters().isEmpty() ? -1 : offers.indexOf(copy);
    }

    /** The parameters of the extension of this name, if there is one. */
    static List<Parameter> wishesOf(List<Extension> configured, String name) {
        return configured.stream()
                .filter(extension -> name.equals(extension.getName()))
                .findFirst()
                .map(ExtensionView::parameters)
                .orElseGet(List::of);
    }

    /** What there is of one name so far. */
    private static final class Chosen {
        private final List<ExtensionOffer> alternatives = new ArrayList<>();
        private Optional<List<Parameter>> wishes = Optional.empty();

        /** An offer that equals an earlier one would be judged alike. */
        void add(ExtensionOffer offer) {
            if (!alternatives.contains(offer)) {
                alternatives.add(offer);
            }
        }

        List<ExtensionOffer> alternatives() {
            return alternatives;
        }
    }
}
