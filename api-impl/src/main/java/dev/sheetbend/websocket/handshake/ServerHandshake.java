package dev.sheetbend.websocket.handshake;

import dev.sheetbend.websocket.extension.ExtensionHeader;
import dev.sheetbend.websocket.extension.ExtensionSyntaxException;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The server's side of the opening handshake (RFC 6455, 4.2): judges a request, and writes the headers of the 101
 * answer. Whether the origin is welcome, and which subprotocol and extensions are taken, is decided between the two
 * by the caller. Pure functions, safe on any thread.
 */
public final class ServerHandshake {
    private static final String WEBSOCKET = "websocket";
    private static final String VERSION = "13";

    private static final int BAD_REQUEST = 400;
    private static final int UPGRADE_REQUIRED = 426;

    /**
     * HTTP/1.1 or higher, as far as a later version has {@code Upgrade}: HTTP/2 and HTTP/3 do not (RFC 9113, 8.6).
     */
    private static final Pattern HTTP_VERSION = Pattern.compile("HTTP/1\\.[1-9]");

    /** 0 to 255 without leading zeros (RFC 6455, 4.3). */
    private static final Pattern VERSION_SYNTAX = Pattern.compile("[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");

    /**
     * Printable ASCII but for the comma, which only stands where two lines were joined (RFC 9110, 5.3; RFC 6454,
     * 6.2).
     */
    private static final Pattern ONE_ORIGIN = Pattern.compile("[!-~&&[^,]]+");

    private static final Pattern ZERO = Pattern.compile("0+");

    private ServerHandshake() {}

    /** What a request is. */
    public sealed interface Result {}

    /** Not meant as an opening handshake at all: the application's own servlets get it. */
    public record NotWebSocket() implements Result {}

    /**
     * Meant as an opening handshake, but not one that this server can accept.
     *
     * @param status the HTTP status: 400 or 426
     * @param headers to set on the answer
     * @param message one sentence; nothing in it comes from the request
     */
    public record Rejected(int status, Map<String, List<String>> headers, String message) implements Result {}

    /**
     * A correct opening handshake.
     *
     * @param accept the {@code Sec-WebSocket-Accept} of the answer
     * @param offeredSubprotocols in the client's order; tokens, each once
     * @param offeredExtensions in the client's order
     * @param origin one value, not judged
     */
    public record Valid(
            String accept,
            List<String> offeredSubprotocols,
            List<ExtensionOffer> offeredExtensions,
            Optional<String> origin)
            implements Result {}

    /**
     * Judges a request by RFC 6455, 4.2.1. A request is meant as an opening handshake when {@code Upgrade} names
     * {@code websocket} or there is a {@code Sec-WebSocket-Key}.
     *
     * @param method as sent; methods are case-sensitive (RFC 9110, 9.1)
     * @param httpVersion such as {@code HTTP/1.1}
     */
    public static Result examine(String method, String httpVersion, Headers headers) {
        if (!headers.hasToken(HeaderNames.UPGRADE, WEBSOCKET) && !headers.contains(HeaderNames.SEC_WEBSOCKET_KEY)) {
            return new NotWebSocket();
        }
        // The version comes before the key: what a key looks like is a matter of the version.
        Optional<Rejected> rejected = checkRequestLine(method, httpVersion)
                .or(() -> checkHost(headers))
                .or(() -> checkNoBody(headers))
                .or(() -> checkUpgrade(headers))
                .or(() -> checkVersion(headers))
                .or(() -> checkKey(headers))
                .or(() -> checkOrigin(headers))
                .or(() -> checkSubprotocols(headers));
        return rejected.isPresent() ? rejected.get() : readOffers(headers);
    }

    /**
     * The headers of the 101 answer (RFC 6455, 4.2.2), in the order in which the RFC names them. The map and its
     * lists are new and may be changed.
     *
     * @param subprotocol one that the client offered, or empty for none
     * @param extensions what the server accepts, in order, each by a name that the client offered
     * @throws IllegalArgumentException when the client did not offer the subprotocol or one of the extensions; it
     *     would have to fail the connection (RFC 6455, 4.1)
     */
    public static Map<String, List<String>> response(
            Valid request, Optional<String> subprotocol, List<ExtensionOffer> extensions) {
        var headers = new LinkedHashMap<String, List<String>>();
        put(headers, HeaderNames.UPGRADE, WEBSOCKET);
        // Jetty compares this value exactly, so it is written as in the RFC's example.
        put(headers, HeaderNames.CONNECTION, "Upgrade");
        put(headers, HeaderNames.SEC_WEBSOCKET_ACCEPT, request.accept());
        subprotocol.ifPresent(chosen -> {
            if (!request.offeredSubprotocols().contains(chosen)) {
                throw new IllegalArgumentException("The client did not offer the subprotocol " + chosen + ".");
            }
            put(headers, HeaderNames.SEC_WEBSOCKET_PROTOCOL, chosen);
        });
        for (ExtensionOffer extension : extensions) {
            if (request.offeredExtensions().stream()
                    .noneMatch(offer -> offer.name().equals(extension.name()))) {
                throw new IllegalArgumentException("The client did not offer the extension " + extension.name() + ".");
            }
        }
        if (!extensions.isEmpty()) {
            put(headers, HeaderNames.SEC_WEBSOCKET_EXTENSIONS, ExtensionHeader.format(extensions));
        }
        return headers;
    }

    // RFC 6455, 4.2.1 item 1. The answer to another method is 400 and not 405: 405 has to list the methods that the
    // resource allows (RFC 9110, 15.5.6), and those of the application's own servlets on this path are not known
    // here.
    private static Optional<Rejected> checkRequestLine(String method, String httpVersion) {
        if (!HTTP_VERSION.matcher(httpVersion).matches()) {
            return badRequest("A WebSocket opening handshake must use HTTP/1.1.");
        }
        return method.equals("GET")
                ? Optional.empty()
                : badRequest("A WebSocket opening handshake must be a GET request.");
    }

    // RFC 6455, 4.2.1 item 2; RFC 9112, 3.2.
    private static Optional<Rejected> checkHost(Headers headers) {
        List<String> hosts = headers.all(HeaderNames.HOST);
        if (hosts.size() != 1) {
            return badRequest("A WebSocket opening handshake must have exactly one Host header.");
        }
        return Authority.parse(hosts.get(0)).isPresent()
                ? Optional.empty()
                : badRequest("The Host header must be a host and an optional port.");
    }

    // A body would be read as frames by one of the two sides (RFC 6455, 4.1: the handshake is a GET; RFC 9110,
    // 9.3.1).
    private static Optional<Rejected> checkNoBody(Headers headers) {
        boolean empty = headers.tokens(HeaderNames.CONTENT_LENGTH).stream()
                .allMatch(length -> ZERO.matcher(length).matches());
        return empty && !headers.contains(HeaderNames.TRANSFER_ENCODING)
                ? Optional.empty()
                : badRequest("A WebSocket opening handshake must not have a body.");
    }

    // RFC 6455, 4.2.1 items 3 and 4. A missing Upgrade is 400 and not 426: the client has tried to upgrade already,
    // and what it needs to hear is that the header was wrong or that a proxy took it away.
    private static Optional<Rejected> checkUpgrade(Headers headers) {
        if (!headers.hasToken(HeaderNames.UPGRADE, WEBSOCKET)) {
            return badRequest("The Upgrade header must contain websocket.");
        }
        return headers.hasToken(HeaderNames.CONNECTION, "upgrade")
                ? Optional.empty()
                : badRequest("The Connection header must contain Upgrade.");
    }

    // RFC 6455, 4.2.1 item 6, 4.4 and 11.3.5.
    private static Optional<Rejected> checkVersion(Headers headers) {
        List<String> versions = headers.all(HeaderNames.SEC_WEBSOCKET_VERSION);
        if (versions.size() != 1 || !VERSION_SYNTAX.matcher(versions.get(0)).matches()) {
            return badRequest("There must be exactly one Sec-WebSocket-Version, a number from 0 to 255.");
        }
        return versions.get(0).equals(VERSION) ? Optional.empty() : Optional.of(wrongVersion());
    }

    // 426 has to name the protocol to upgrade to, and Upgrade has to be a connection option (RFC 9110, 15.5.22 and
    // 7.8).
    private static Rejected wrongVersion() {
        var headers = Map.of(
                HeaderNames.UPGRADE, List.of(WEBSOCKET),
                HeaderNames.CONNECTION, List.of("Upgrade"),
                HeaderNames.SEC_WEBSOCKET_VERSION, List.of(VERSION));
        return new Rejected(UPGRADE_REQUIRED, headers, "The only supported WebSocket version is 13.");
    }

    // RFC 6455, 4.2.1 item 5 and 11.3.1.
    private static Optional<Rejected> checkKey(Headers headers) {
        List<String> keys = headers.all(HeaderNames.SEC_WEBSOCKET_KEY);
        return keys.size() == 1 && AcceptKey.isValid(keys.get(0))
                ? Optional.empty()
                : badRequest("There must be exactly one Sec-WebSocket-Key, the base64 of 16 bytes.");
    }

    // RFC 6455, 4.1 item 8 and 4.2.1 item 7: the serialisation of one origin, or null.
    private static Optional<Rejected> checkOrigin(Headers headers) {
        List<String> origins = headers.all(HeaderNames.ORIGIN);
        return origins.isEmpty()
                        || origins.size() == 1
                                && ONE_ORIGIN.matcher(origins.get(0)).matches()
                ? Optional.empty()
                : badRequest("There must be at most one Origin header, with one origin or null.");
    }

    // RFC 6455, 4.1 item 10 and 11.3.4: 1#token, and all of them unique.
    private static Optional<Rejected> checkSubprotocols(Headers headers) {
        List<String> offered = headers.tokens(HeaderNames.SEC_WEBSOCKET_PROTOCOL);
        boolean tokens = offered.stream().allMatch(Tokens::isToken);
        boolean missing = offered.isEmpty() && headers.contains(HeaderNames.SEC_WEBSOCKET_PROTOCOL);
        boolean unique = new HashSet<>(offered).size() == offered.size();
        return tokens && !missing && unique
                ? Optional.empty()
                : badRequest("Sec-WebSocket-Protocol must be a list of one or more tokens, each of them once.");
    }

    private static Result readOffers(Headers headers) {
        try {
            String key = headers.all(HeaderNames.SEC_WEBSOCKET_KEY).get(0);
            return new Valid(
                    AcceptKey.compute(key),
                    headers.tokens(HeaderNames.SEC_WEBSOCKET_PROTOCOL),
                    ExtensionHeader.parse(headers.all(HeaderNames.SEC_WEBSOCKET_EXTENSIONS)),
                    headers.first(HeaderNames.ORIGIN));
        } catch (ExtensionSyntaxException e) {
            return new Rejected(BAD_REQUEST, Map.of(), e.getMessage());
        }
    }

    private static Optional<Rejected> badRequest(String message) {
        return Optional.of(new Rejected(BAD_REQUEST, Map.of(), message));
    }

    private static void put(Map<String, List<String>> headers, String name, String value) {
        headers.put(name, new ArrayList<>(List.of(value)));
    }
}
