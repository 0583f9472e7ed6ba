package dev.sheetbend.websocket.tck.malformed;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes one HTTP request, right or wrong. Immutable: each method gives a changed copy. It starts out as the opening
 * handshake of RFC 6455, 1.2, without Origin and subprotocols.
 */
final class RequestText {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final RequestText HANDSHAKE = new RequestText(
            "GET {path} HTTP/1.1",
            List.of(
                    "Host: {host}",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Key: " + KEY,
                    "Sec-WebSocket-Version: 13"),
            "");

    private static final String CRLF = "\r\n";

    private final String requestLine;
    private final List<String> lines;
    private final String body;

    private RequestText(String requestLine, List<String> lines, String body) {
        this.requestLine = requestLine;
        this.lines = List.copyOf(lines);
        this.body = body;
    }

    /** With another request line. */
    RequestText requestLine(String line) {
        return new RequestText(line, lines, body);
    }

    /** With this header line at the end. */
    RequestText with(String line) {
        var changed = new ArrayList<>(lines);
        changed.add(line);
        return new RequestText(requestLine, changed, body);
    }

    /** Without the header lines of these names. */
    RequestText without(String... names) {
        var changed = new ArrayList<>(lines);
        for (String name : names) {
            changed.removeIf(line -> line.startsWith(name + ":"));
        }
        return new RequestText(requestLine, changed, body);
    }

    /** With one header line of this name, which has this value. */
    RequestText set(String name, String value) {
        return without(name).with(name + ": " + value);
    }

    /** With these bytes behind the header. */
    RequestText body(String text) {
        return new RequestText(requestLine, lines, text);
    }

    /** The whole request. */
    String text() {
        return requestLine + CRLF + String.join(CRLF, lines) + CRLF + CRLF + body;
    }
}
