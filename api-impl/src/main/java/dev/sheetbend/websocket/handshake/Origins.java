package dev.sheetbend.websocket.handshake;

import dev.sheetbend.websocket.extension.HttpSyntax;
import java.util.Optional;

/**
 * Whether a browser's {@code Origin} is the server's own (RFC 6454, 4 and 5; RFC 6455, 4.2.2 and 10.2). Pure
 * functions, safe on any thread.
 */
public final class Origins {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Origins() {}

    /**
     * Whether an origin has the scheme, the host and the port that the request was sent to. A {@code ws} request
     * belongs to {@code http} and a {@code wss} request to {@code https}; an absent port is the scheme's default.
     *
     * <p>{@code null}, which a browser sends for a page without an origin of its own, matches nothing, and neither
     * does text that is no serialised origin.
     *
     * @param origin the value of {@code Origin}
     * @param host the value of {@code Host}
     * @param secure whether the client's connection is encrypted; behind a proxy that ends TLS this is what the
     *     proxy saw
     */
    public static boolean matches(String origin, String host, boolean secure) {
        String prefix = secure ? "https://" : "http://";
        if (origin.length() < prefix.length()
                || !HttpSyntax.equalsIgnoreCase(origin.substring(0, prefix.length()), prefix)) {
            return false;
        }
        int defaultPort = secure ? HTTPS_PORT : HTTP_PORT;
        Optional<Authority> from = Authority.parse(origin.substring(prefix.length()));
        Optional<Authority> to = Authority.parse(host);
        return from.isPresent()
                && to.isPresent()
                && from.get().host().equals(to.get().host())
                && from.get().port().orElse(defaultPort) == to.get().port().orElse(defaultPort);
    }

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
