package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.Instances;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The opening handshake that the current thread decides on. A configurator is asked about an origin without being told the
 * request (API, {@code checkOrigin}), and for an endpoint's instance without being told for which connection; the default
 * one finds it here.
 */
final class CurrentHandshake {
    private static final ThreadLocal<CurrentHandshake> CURRENT = new ThreadLocal<>();

    private final OriginPolicy origins;
    private final Optional<String> host;
    private final Instances instances;

    private CurrentHandshake(OriginPolicy origins, Optional<String> host, Instances instances) {
        this.origins = origins;
        this.host = host;
        this.instances = instances;
    }

    static Optional<CurrentHandshake> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    boolean allowsOrigin(String origin) {
        return origins.allows(origin, host);
    }

    /** What is made for the connection that is to be. */
    Instances instances() {
        return instances;
    }

    static <T> T during(OriginPolicy origins, Optional<String> host, Instances instances, Callable<T> decision)
            throws Exception {
        CurrentHandshake before = CURRENT.get();
        CURRENT.set(new CurrentHandshake(origins, host, instances));
        try {
            return decision.call();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
