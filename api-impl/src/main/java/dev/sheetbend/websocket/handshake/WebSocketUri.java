package dev.sheetbend.websocket.handshake;

import dev.sheetbend.websocket.extension.HttpSyntax;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a client connects to, and what it asks for there (RFC 6455, 3 and 4.1). Immutable.
 *
 * @param secure whether the scheme is {@code wss}
 * @param host in lower case; an IPv6 address has its brackets
 * @param port 1 to 65535
 * @param requestTarget the path and the query as they go into the request line, ASCII
 */
public record WebSocketUri(boolean secure, String host, int port, String requestTarget) {
    private static final int PORT = 80;
    private static final int SECURE_PORT = 443;
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[0-9]{1,2})";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    /**
     * Reads a URI; characters beyond ASCII are escaped.
     *
     * @throws IllegalArgumentException when it is not a WebSocket URI, or names a user, which no handshake carries; the
     *     text says why
     */
    public static WebSocketUri of(URI uri) {
        boolean secure = isSecure(uri);
        if (uri.getRawFragment() != null) {
            // RFC 6455, 3.
            throw illegal(uri, "must not have a fragment");
        }
        URI ascii = URI.create(uri.toASCIIString());
        String authority = Optional.ofNullable(ascii.getRawAuthority()).orElse("");
        if (authority.indexOf('@') >= 0) {
            throw illegal(uri, "must not have user information");
        }
        Authority server = Authority.parse(authority)
                .orElseThrow(() -> illegal(uri, "must name a host, and a port from 1 to 65535 or none"));
        int port = server.port().orElse(secure ? SECURE_PORT : PORT);
        if (port == 0) {
            throw illegal(uri, "must name a host, and a port from 1 to 65535 or none");
        }
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return new WebSocketUri(secure, server.host(), port, path + query);
    }

    private static boolean isSecure(URI uri) {
        String scheme = HttpSyntax.lower(Optional.ofNullable(uri.getScheme()).orElse(""));
        return switch (scheme) {
            case "ws" -> false;
            case "wss" -> true;
            default -> throw illegal(uri, "must begin with ws:// or wss://");
        };
    }

    private static IllegalArgumentException illegal(URI uri, String rule) {
        return new IllegalArgumentException("The URI of a WebSocket server " + rule + "; it is '" + uri + "'.");
    }

    /** The host as a resolver wants it: an IPv6 address without its brackets. */
    public String address() {
        return host.charAt(0) == '[' ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether the host is an IPv4 or IPv6 address and not a name. */
    public boolean isAddress() {
        return host.charAt(0) == '[' || IPV4.matcher(host).matches();
    }

    /** The value of {@code Host}: the port stands there only when it is not the scheme's own (RFC 6455, 4.1 item 4). */
    public String hostHeader() {
        return port == (secure ? SECURE_PORT : PORT) ? host : host + ":" + port;
    }
}
