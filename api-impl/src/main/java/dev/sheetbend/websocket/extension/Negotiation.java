package dev.sheetbend.websocket.extension;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Finds out which extensions a connection gets (RFC 6455, 9.1), as the server or as the client. Asks the providers and sees
 * to what holds for all of them: each extension once, no reserved bit claimed twice. Thread safe if the providers are.
 */
public final class Negotiation {
    private static final int RESERVED_BITS = DataFrame.RSV1 | DataFrame.RSV2 | DataFrame.RSV3;

    private final Map<String, ExtensionProvider> providers;
    private final BiConsumer<ExtensionProvider, Throwable> failures;

    /**
     * @param providers by the names of their extensions, in the order in which a client offers what it is not told to
     * @param failures is told what a provider has thrown, or why its answer is no answer
     */
    public Negotiation(Map<String, ExtensionProvider> providers, BiConsumer<ExtensionProvider, Throwable> failures) {
        this.providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        this.failures = failures;
    }

    /**
     * What a server may answer of one extension.
     *
     * @param name each name comes once
     * @param alternatives the client's offers of that name, in the client's order
     * @param context for the provider
     */
    public record Candidate(String name, List<ExtensionOffer> alternatives, ExtensionContext context) {
        /** Copies the list. */
        public Candidate {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * As the server. An extension without a provider, or whose bits are taken by one before it, is left out: to decline is
     * never an error.
     *
     * @param candidates in the order of the answer
     */
    public ExtensionStack accept(List<Candidate> candidates) {
        ExtensionStack stack = ExtensionStack.EMPTY;
        for (Candidate candidate : candidates) {
            ExtensionProvider provider = providers.get(candidate.name());
            if (provider != null) {
                stack = withFirstFitting(stack, provider, candidate);
            }
        }
        return stack;
    }

    private ExtensionStack withFirstFitting(ExtensionStack stack, ExtensionProvider provider, Candidate candidate) {
        var report = new FirstFailure(provider);
        for (ExtensionOffer offer : candidate.alternatives()) {
            Optional<ExtensionAgreement> agreement =
                    agreement(candidate.name(), report, () -> provider.accept(offer, candidate.context()));
            if (agreement.isPresent() && stack.admits(agreement.get())) {
                return stack.with(agreement.get());
            }
        }
        return stack;
    }

    /**
     * As the client, what to offer: what the configuration names, in its order, as the providers would have it; then what
     * the other providers offer unasked. What has no provider is offered as it is.
     *
     * @throws IllegalArgumentException when a provider says that the configuration cannot be offered
     */
    public List<ExtensionOffer> offers(List<ExtensionOffer> configured, ExtensionContext context) {
        var byName = new LinkedHashMap<String, List<ExtensionOffer>>();
        configured.forEach(offer ->
                byName.computeIfAbsent(offer.name(), name -> new ArrayList<>()).add(offer));
        providers.keySet().forEach(name -> byName.putIfAbsent(name, List.of()));
        var offers = new ArrayList<ExtensionOffer>();
        byName.forEach((name, own) -> {
            ExtensionProvider provider = providers.get(name);
            offers.addAll(provider == null ? own : offersOf(name, provider, List.copyOf(own), context));
        });
        return List.copyOf(offers);
    }

    private List<ExtensionOffer> offersOf(
            String name, ExtensionProvider provider, List<ExtensionOffer> configured, ExtensionContext context) {
        try {
            List<ExtensionOffer> offers = List.copyOf(provider.offers(configured, context));
            offers.forEach(offer -> requireName(name, offer));
            return offers;
        } catch (IllegalArgumentException e) {
            // What the application has configured is wrong, and it is there to be told so.
            throw e;
        } catch (RuntimeException | LinkageError e) {
            failures.accept(provider, e);
            return List.of();
        }
    }

    /**
     * As the client, what the server has made of it.
     *
     * @param offered what stood in the request
     * @param accepted what stands in the answer, each by a name that was offered
     * @throws UnacceptableExtensionException when the connection must be failed
     */
    public ExtensionStack confirm(List<ExtensionOffer> offered, List<ExtensionOffer> accepted, ExtensionContext context)
            throws UnacceptableExtensionException {
        ExtensionStack stack = ExtensionStack.EMPTY;
        var names = new HashSet<String>();
        for (ExtensionOffer answer : accepted) {
            String which = "The server accepted the extension " + answer.name();
            ExtensionProvider provider = providers.get(answer.name());
            if (provider == null) {
                throw new UnacceptableExtensionException(which + ", which this client offers but does not have.");
            }
            if (!names.add(answer.name())) {
                throw new UnacceptableExtensionException(which + " more than once.");
            }
            List<ExtensionOffer> offers = offered.stream()
                    .filter(offer -> offer.name().equals(answer.name()))
                    .toList();
            ExtensionAgreement agreement = agreement(
                            answer.name(), new FirstFailure(provider), () -> provider.confirm(offers, answer, context))
                    .orElseThrow(() -> new UnacceptableExtensionException(
                            which + " in a way that does not agree with the offer."));
            if (!stack.admits(agreement)) {
                throw new UnacceptableExtensionException(
                        which + ", which uses a reserved bit of another one that it accepted.");
            }
            stack = stack.with(agreement);
        }
        return stack;
    }

    private Optional<ExtensionAgreement> agreement(
            String name, FirstFailure report, Supplier<Optional<ExtensionAgreement>> question) {
        return ask(report, () -> {
            Optional<ExtensionAgreement> agreement = required(question.get());
            agreement.ifPresent(agreed -> requireSound(name, agreed));
            return agreement;
        });
    }

    private static void requireSound(String name, ExtensionAgreement agreement) {
        requireName(name, agreement.answer());
        int bits = agreement.firstFrameBits() | agreement.continuationBits();
        if ((bits & ~RESERVED_BITS) != 0) {
            throw new IllegalStateException("The extension " + name + " claims bits that are not reserved ones.");
        }
    }

    private static void requireName(String name, ExtensionOffer offer) {
        if (!offer.name().equals(name)) {
            throw new IllegalStateException(
                    "The provider of the extension " + name + " answers with the name " + offer.name() + ".");
        }
    }

    /** Classes that a provider names may be missing, which shows when it is called. */
    private static Optional<ExtensionAgreement> ask(
            FirstFailure report, Supplier<Optional<ExtensionAgreement>> question) {
        try {
            return required(question.get());
        } catch (RuntimeException | LinkageError e) {
            report.accept(e);
            return Optional.empty();
        }
    }

    /** Tells of the first thing that a provider throws in one negotiation: a client may make it throw many times. */
    private final class FirstFailure {
        private final ExtensionProvider provider;
        private boolean told;

        FirstFailure(ExtensionProvider provider) {
            this.provider = provider;
        }

        void accept(Throwable failure) {
            if (!told) {
                told = true;
                failures.accept(provider, failure);
            }
        }
    }

    private static <T> T required(T answer) {
        return Objects.requireNonNull(answer, "The provider answers with null.");
    }
}
