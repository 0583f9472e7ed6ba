package dev.sheetbend.websocket.container;

import java.net.URI;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An opening handshake as the servlet side hands it over: a copy that stays valid when the HTTP request is gone.
 *
 * @param method the request method, as sent
 * @param httpVersion such as {@code HTTP/1.1}
 * @param headers by name in the case that the peer used, each line a value of its own, in order
 * @param requestUri the full URI that the peer asked for, with a {@code ws} or {@code wss} scheme and the query
 * @param queryString the raw query, or null
 * @param parameters the query's parameters, decoded
 * @param userPrincipal the authenticated user, or null
 * @param httpSession the HTTP session if the request has one, or null; an {@code Object} because the API knows no
 *     servlet types
 * @param roles answers {@code isUserInRole}; it may be asked during the handshake only
 * @param secure whether the client's connection is encrypted, be it by a proxy that says so
 * @param encrypted whether the connection that the request came on is encrypted itself
 * @param login what becomes of the connection when the user's login ends
 * @param facts about the connection; they may cost look-ups, so they are asked for only when somebody wants them, during
 *     the handshake
 */
public record OpeningRequest(
        String method,
        String httpVersion,
        Map<String, List<String>> headers,
        URI requestUri,
        String queryString,
        Map<String, List<String>> parameters,
        Principal userPrincipal,
        Object httpSession,
        Predicate<String> roles,
        boolean secure,
        boolean encrypted,
        Login login,
        Supplier<ConnectionFacts> facts) {
    private static final String TOO_LATE =
            "Roles and facts of the connection may be asked for during the opening handshake only, which is over.";

    /**
     * What may be kept when the request is answered: no longer tied to the HTTP request, which its container uses again.
     * Roles and facts throw {@link IllegalStateException}.
     */
    OpeningRequest answered() {
        return new OpeningRequest(
                method,
                httpVersion,
                headers,
                requestUri,
                queryString,
                parameters,
                userPrincipal,
                httpSession,
                role -> {
                    throw new IllegalStateException(TOO_LATE);
                },
                secure,
                encrypted,
                Login.NONE,
                () -> {
                    throw new IllegalStateException(TOO_LATE);
                });
    }

    /**
     * What API 2.3 tells about the connection that the request came on. Ports are 0 to 65535, or -1 when unknown.
     *
     * @param preferredLocale the first of {@code Accept-Language}, or the server's default
     * @param clientCertificates the client's chain, its own certificate first; empty when it has shown none
     */
    public record ConnectionFacts(
            String remoteAddress,
            String remoteHostName,
            int remotePort,
            String localAddress,
            String localHostName,
            int localPort,
            Locale preferredLocale,
            List<X509Certificate> clientCertificates) {}
}
