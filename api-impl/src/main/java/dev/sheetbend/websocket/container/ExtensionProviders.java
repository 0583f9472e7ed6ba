package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.extension.Negotiation;
import dev.sheetbend.websocket.session.ExtensionView;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import dev.sheetbend.websocket.spi.Tokens;
import jakarta.websocket.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The extension providers of one container: those of the application, then those of Sheetbend. Thread safe as far as they
 * are.
 */
public final class ExtensionProviders {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** By the names of their extensions, in order. */
    private final Map<String, ExtensionProvider> providers;

    private final Negotiation negotiation;
    private final Set<Extension> installed;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ExtensionProviders(Map<String, ExtensionProvider> providers) {
        this.providers = providers;
        this.negotiation = new Negotiation(providers, ExtensionProviders::logFailure);
        var extensions = new LinkedHashSet<Extension>();
        providers.keySet().forEach(name -> extensions.add(new ExtensionView(ExtensionOffer.of(name))));
        this.installed = Collections.unmodifiableSet(extensions);
    }

    /**
     * Finds the providers and starts them. One that cannot be used is logged and left out.
     *
     * @throws IllegalArgumentException when a property of the container has an illegal value; the text names it
     */
    static ExtensionProviders start(Settings settings) {
        return start(ProviderSearch.find(), settings);
    }

    static ExtensionProviders start(List<ExtensionProvider> found, Settings settings) {
        var context = new NegotiationContext(settings, false);
        var started = new LinkedHashMap<String, ExtensionProvider>();
        boolean complete = false;
        try {
            for (ExtensionProvider provider : found) {
                start(provider, context, started);
            }
            complete = true;
        } finally {
            if (!complete) {
                started.values().forEach(ExtensionProviders::close);
            }
        }
        return new ExtensionProviders(Collections.unmodifiableMap(started));
    }

    private static void start(
            ExtensionProvider provider, NegotiationContext context, Map<String, ExtensionProvider> started) {
        try {
            String name = provider.name();
            if (name == null || !Tokens.isToken(name)) {
                LOG.log(
                        Level.WARNING,
                        () -> "The extension provider " + typeOf(provider)
                                + " is left out: the name of its extension is no token.");
            } else if (started.containsKey(name)) {
                // Usual where an application brings its own kind of an extension that is built in.
                LOG.log(
                        Level.DEBUG,
                        () -> "The extension provider " + typeOf(provider) + " is left out: "
                                + typeOf(started.get(name)) + " is there for " + name + " already.");
            } else {
                provider.start(context);
                started.put(name, provider);
            }
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.log(
                    Level.WARNING,
                    () -> "The extension provider " + typeOf(provider) + " is left out: it does not start.",
                    e);
        }
    }

    private static void logFailure(ExtensionProvider provider, Throwable failure) {
        LOG.log(
                Level.WARNING,
                () -> "The extension provider " + typeOf(provider)
                        + " failed in an opening handshake, which counts as its refusal.",
                failure);
    }

    private static String typeOf(ExtensionProvider provider) {
        return provider.getClass().getName();
    }

    /** One for each, without parameters; unmodifiable. */
    Set<Extension> installed() {
        return installed;
    }

    /** Asks these providers. */
    public Negotiation negotiation() {
        return negotiation;
    }

    /**
     * Has every provider examine the configuration of an endpoint.
     *
     * @param contexts what each is told, by the name of its extension
     * @throws IllegalArgumentException when a property has an illegal value; the text names it
     */
    public void check(Function<String, NegotiationContext> contexts) {
        providers.forEach((name, provider) -> {
            try {
                provider.check(contexts.apply(name));
            } catch (IllegalArgumentException e) {
                throw e;
            } catch (RuntimeException | LinkageError e) {
                throw new IllegalArgumentException(
                        "The provider of the extension " + name + " cannot examine the configuration: " + e, e);
            }
        });
    }

    /** Ends the providers; the connections must have ended. Any number of times. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            providers.values().forEach(ExtensionProviders::close);
        }
    }

    private static void close(ExtensionProvider provider) {
        try {
            provider.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, () -> "The extension provider " + typeOf(provider) + " failed in close", e);
        }
    }
}
