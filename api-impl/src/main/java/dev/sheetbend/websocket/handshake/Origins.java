package dev.sheetbend.websocket.handshake;

import java.util.Optional;

/**
 * Whether a browser's {@code Origin} is on the server's own host (RFC 6454, 4 and 5; RFC 6455, 4.2.2 and 10.2). Pure
 * functions, safe on any thread.
 */
public final class Origins {
    private Origins() {}

    /**
     * Whether an origin has the host name that the request was sent to, whatever the schemes and ports are.
     * {@code null} and text that is no serialised origin match nothing.
     *
     * @param origin the value of {@code Origin}
     * @param host the value of {@code Host}
     */
    public static boolean sameHost(String origin, String host) {
        int schemeEnd = origin.indexOf("://");
        if (schemeEnd <= 0) {
            return false;
        }
        Optional<Authority> from = Authority.parse(origin.substring(schemeEnd + "://".length()));
        Optional<Authority> to = Authority.parse(host);
        return from.isPresent()
                && to.isPresent()
                && from.get().host().equals(to.get().host());
    }
}
