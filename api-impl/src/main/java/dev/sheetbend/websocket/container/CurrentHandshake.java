package dev.sheetbend.websocket.container;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The opening handshake that the current thread decides on. A configurator is asked about an origin without being told the
 * request (API, {@code checkOrigin}); the default one finds it here.
 */
final class CurrentHandshake {
    private static final ThreadLocal<CurrentHandshake> CURRENT = new ThreadLocal<>();

    private final OriginPolicy origins;
    private final Optional<String> host;

    private CurrentHandshake(OriginPolicy origins, Optional<String> host) {
        this.origins = origins;
        this.host = host;
    }

    static Optional<CurrentHandshake> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    boolean allowsOrigin(String origin) {
        return origins.allows(origin, host);
    }

    static <T> T during(OriginPolicy origins, Optional<String> host, Callable<T> decision) throws Exception {
        CurrentHandshake before = CURRENT.get();
        CURRENT.set(new CurrentHandshake(origins, host));
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
