package dev.sheetbend.websocket.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sheetbend.websocket.extension.ExtensionHeader;
import dev.sheetbend.websocket.extension.ExtensionSyntaxException;
import dev.sheetbend.websocket.extension.HttpSyntax;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.Tokens;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The client's side of the opening handshake (RFC 6455, 4.1): writes the request, and judges the answer. Between the two
 * steps that make the request, the application may change its headers. Pure functions, safe on any thread.
 */
public final class ClientHandshake {
    /** How many random bytes make a key. */
    public static final int KEY_BYTES = 16;

    private static final String WEBSOCKET = "websocket";
    private static final String CONNECTION_VALUE = "Upgrade";
    private static final String VERSION = "13";
    private static final int SWITCHING_PROTOCOLS = 101;

    /** HTTP/1.1 and what may follow it; HTTP/1.0 has no 101 (RFC 9110, 15.2). */
    private static final Pattern HTTP_VERSION = Pattern.compile("HTTP/1\\.[1-9]");

    /** Printable ASCII, bytes beyond ASCII, and white space: no line can be ended with these (RFC 9110, 5.5). */
    private static final Pattern FIELD_VALUE = Pattern.compile("[\\t -~\\x80-\\xff]*");

    private ClientHandshake() {}

    /**
     * A request that is ready to be sent.
     *
     * @param text the request line and the header lines, with the empty line; Latin-1
     * @param key the value of {@code Sec-WebSocket-Key}
     * @param subprotocols what is offered, in order
     * @param extensions what is offered, in order
     */
    public record Request(String text, String key, List<String> subprotocols, List<ExtensionOffer> extensions) {
        /** What goes to the server. */
        public byte[] bytes() {
            return text.getBytes(ISO_8859_1);
        }
    }

    /** What an answer is. */
    public sealed interface Result {}

    /**
     * The server has switched to WebSocket.
     *
     * @param subprotocol one of those offered, or empty for none
     * @param extensions in order, each by a name that was offered
     */
    public record Accepted(Optional<String> subprotocol, List<ExtensionOffer> extensions) implements Result {}

    /**
     * The connection must be failed (RFC 6455, 4.1).
     *
     * @param message one sentence
     */
    public record Refused(String message) implements Result {}

    /**
     * The {@code Sec-WebSocket-Key} for a connection.
     *
     * @param random 16 unpredictable bytes, new ones for each connection
     */
    public static String key(byte[] random) {
        if (random.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key is made of " + KEY_BYTES + " bytes.");
        }
        return Base64.getEncoder().encodeToString(random);
    }

    /**
     * The headers of a request. The map and its lists are new and may be changed; names are found in any case.
     *
     * @param host the value of {@code Host}
     * @param subprotocols to offer, in order of preference; each a token, and once
     * @param extensions to offer, in order of preference
     */
    public static Map<String, List<String>> headers(
            String host, String key, List<String> subprotocols, List<ExtensionOffer> extensions) {
        var headers = new TreeMap<String, List<String>>(HttpSyntax::compareIgnoreCase);
        put(headers, HeaderNames.HOST, host);
        put(headers, HeaderNames.UPGRADE, WEBSOCKET);
        put(headers, HeaderNames.CONNECTION, CONNECTION_VALUE);
        put(headers, HeaderNames.SEC_WEBSOCKET_KEY, key);
        put(headers, HeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
        if (!subprotocols.isEmpty()) {
            put(headers, HeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(", ", subprotocols));
        }
        if (!extensions.isEmpty()) {
            put(headers, HeaderNames.SEC_WEBSOCKET_EXTENSIONS, ExtensionHeader.format(extensions));
        }
        return headers;
    }

    private static void put(Map<String, List<String>> headers, String name, String value) {
        headers.put(name, new ArrayList<>(List.of(value)));
    }

    /**
     * Writes the request, and reads back from its headers what is offered in the end.
     *
     * @param target the path and the query, ASCII without white space
     * @param key that the headers were made with
     * @param headers from {@link #headers}, with the application's changes
     * @throws IllegalArgumentException when the headers are no opening handshake any more, or when a name or a value
     *     would break the request; the text names the header
     */
    public static Request request(String target, String key, Map<String, List<String>> headers) {
        headers.forEach(ClientHandshake::requireSyntax);
        Headers lines = Headers.of(headers);
        requireUnchanged(lines, HeaderNames.UPGRADE, WEBSOCKET);
        requireUnchanged(lines, HeaderNames.CONNECTION, CONNECTION_VALUE);
        requireUnchanged(lines, HeaderNames.SEC_WEBSOCKET_KEY, key);
        requireUnchanged(lines, HeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
        List<String> hosts = lines.all(HeaderNames.HOST);
        if (hosts.size() != 1 || Authority.parse(hosts.get(0)).isEmpty()) {
            throw new IllegalArgumentException(
                    "The request must have one Host header, with a host and perhaps a port.");
        }
        if (lines.contains(HeaderNames.CONTENT_LENGTH) || lines.contains(HeaderNames.TRANSFER_ENCODING)) {
            throw new IllegalArgumentException(
                    "An opening handshake has no body, so neither Content-Length nor Transfer-Encoding.");
        }
        var text = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
        // Host goes first, as RFC 9110, 7.2 recommends.
        append(text, HeaderNames.HOST, hosts.get(0));
        lines.asMap().forEach((name, values) -> {
            if (!HttpSyntax.equalsIgnoreCase(name, HeaderNames.HOST)) {
                values.forEach(value -> append(text, name, value));
            }
        });
        return new Request(text.append("\r\n").toString(), key, subprotocols(lines), extensions(lines));
    }

    private static void append(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static void requireSyntax(String name, List<String> values) {
        if (name == null || !Tokens.isToken(name)) {
            throw new IllegalArgumentException("The name of a request header must be a token (RFC 9110, 5.1).");
        }
        if (values == null || values.stream().anyMatch(value -> value == null || !isFieldValue(value))) {
            throw new IllegalArgumentException(
                    "The request header " + name + " has a value that is null or has an illegal character.");
        }
    }

    /** Whether a header line can have this value. */
    static boolean isFieldValue(String value) {
        return FIELD_VALUE.matcher(value).matches();
    }

    private static void requireUnchanged(Headers lines, String name, String value) {
        if (!lines.all(name).equals(List.of(value))) {
            throw new IllegalArgumentException("The request header " + name + " must stay '" + value + "'.");
        }
    }

    // RFC 6455, 4.1 item 10.
    private static List<String> subprotocols(Headers lines) {
        List<String> offered = lines.tokens(HeaderNames.SEC_WEBSOCKET_PROTOCOL);
        boolean missing = offered.isEmpty() && lines.contains(HeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (missing || !offered.stream().allMatch(Tokens::isToken) || new HashSet<>(offered).size() < offered.size()) {
            throw new IllegalArgumentException("The offered subprotocols must be tokens, each of them once.");
        }
        return List.copyOf(offered);
    }

    private static List<ExtensionOffer> extensions(Headers lines) {
        try {
            return ExtensionHeader.parse(lines.all(HeaderNames.SEC_WEBSOCKET_EXTENSIONS));
        } catch (ExtensionSyntaxException e) {
            throw new IllegalArgumentException("The offered extensions are not legal: " + e.getMessage(), e);
        }
    }

    /** Judges an answer by the list at the end of RFC 6455, 4.1. */
    public static Result examine(Request request, AnswerHead answer) {
        Headers headers = answer.headers();
        Optional<Refused> refused = checkStatus(answer)
                .or(() -> checkUpgrade(headers))
                .or(() -> checkAccept(request, headers))
                .or(() -> checkSubprotocol(request, headers));
        return refused.isPresent() ? refused.get() : readExtensions(request, headers);
    }

    private static Optional<Refused> checkStatus(AnswerHead answer) {
        if (answer.status() != SWITCHING_PROTOCOLS) {
            return refused("The server answered with status " + answer.status() + " instead of 101.");
        }
        return HTTP_VERSION.matcher(answer.httpVersion()).matches()
                ? Optional.empty()
                : refused("The server switched protocols in HTTP/1.0, which cannot.");
    }

    private static Optional<Refused> checkUpgrade(Headers headers) {
        List<String> protocols = headers.tokens(HeaderNames.UPGRADE);
        if (protocols.size() != 1 || !HttpSyntax.equalsIgnoreCase(protocols.get(0), WEBSOCKET)) {
            return refused("The Upgrade header of the answer must be websocket.");
        }
        return headers.hasToken(HeaderNames.CONNECTION, CONNECTION_VALUE)
                ? Optional.empty()
                : refused("The Connection header of the answer must contain Upgrade.");
    }

    private static Optional<Refused> checkAccept(Request request, Headers headers) {
        return headers.all(HeaderNames.SEC_WEBSOCKET_ACCEPT).equals(List.of(AcceptKey.compute(request.key())))
                ? Optional.empty()
                : refused("The Sec-WebSocket-Accept header of the answer does not fit the request's key.");
    }

    private static Optional<Refused> checkSubprotocol(Request request, Headers headers) {
        List<String> chosen = headers.all(HeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (chosen.size() > 1) {
            return refused("The answer must have at most one Sec-WebSocket-Protocol header.");
        }
        return request.subprotocols().containsAll(chosen)
                ? Optional.empty()
                : refused("The server chose a subprotocol that was not offered.");
    }

    private static Result readExtensions(Request request, Headers headers) {
        try {
            List<ExtensionOffer> accepted = ExtensionHeader.parse(headers.all(HeaderNames.SEC_WEBSOCKET_EXTENSIONS));
            List<String> offered =
                    request.extensions().stream().map(ExtensionOffer::name).toList();
            if (!offered.containsAll(accepted.stream().map(ExtensionOffer::name).toList())) {
                return new Refused("The server chose an extension that was not offered.");
            }
            return new Accepted(headers.first(HeaderNames.SEC_WEBSOCKET_PROTOCOL), accepted);
        } catch (ExtensionSyntaxException e) {
            return new Refused("The extensions of the answer are not legal: " + e.getMessage());
        }
    }

    private static Optional<Refused> refused(String message) {
        return Optional.of(new Refused(message));
    }
}
