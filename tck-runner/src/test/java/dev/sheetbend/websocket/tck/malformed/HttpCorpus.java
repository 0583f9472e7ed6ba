package dev.sheetbend.websocket.tck.malformed;

import static dev.sheetbend.websocket.tck.malformed.HandshakeOutcome.notAccepted;
import static dev.sheetbend.websocket.tck.malformed.HandshakeOutcome.status;
import static dev.sheetbend.websocket.tck.malformed.HandshakeOutcome.unreadable;
import static dev.sheetbend.websocket.tck.malformed.RequestText.HANDSHAKE;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Opening handshakes that are broken as HTTP (RFC 9112), so that the HTTP server below may be the one that answers.
 */
final class HttpCorpus {
    private static final int LONG = 256 * 1024;

    private final List<MalformedHandshake> entries = new ArrayList<>();

    private HttpCorpus() {}

    static List<MalformedHandshake> entries() {
        var corpus = new HttpCorpus();
        corpus.bodies();
        corpus.requestLines();
        corpus.headerLines();
        corpus.sizes();
        corpus.incomplete();
        corpus.noise();
        return corpus.entries;
    }

    private void bodies() {
        String section = "RFC 9110, 9.3.1: ";
        add(
                section + "a body of 5 bytes",
                status(400),
                HANDSHAKE.with("Content-Length: 5").body("hello"));
        RequestText chunked = HANDSHAKE.with("Transfer-Encoding: chunked");
        add(section + "a chunked body", status(400), chunked.body("5\r\nhello\r\n0\r\n\r\n"));
        add(section + "an empty chunked body", status(400), chunked.body("0\r\n\r\n"));
        add("RFC 9112, 6.1: an unknown transfer coding", status(400, 501), HANDSHAKE.with("Transfer-Encoding: foo"));
        RequestText both = chunked.with("Content-Length: 5").body("0\r\n\r\n");
        add("RFC 9112, 6.3: a length and a transfer coding", unreadable(400), both);
        RequestText lengths =
                HANDSHAKE.with("Content-Length: 0").with("Content-Length: 5").body("hello");
        add("RFC 9112, 6.3: two lengths", unreadable(400), lengths);
        for (String length : List.of("x", "-1", "1 1", "99999999999999999999")) {
            add(
                    "RFC 9112, 6.3: the length '" + length + "'",
                    unreadable(400, 413),
                    HANDSHAKE.with("Content-Length: " + length));
        }
    }

    private void requestLines() {
        String section = "RFC 9112, 3: ";
        for (String version : List.of("HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1", "HTTP/1.1x", "WS/1.1")) {
            add(
                    section + "the version " + version,
                    unreadable(400, 404, 426, 505),
                    HANDSHAKE.requestLine("GET {path} " + version));
        }
        // Some servers read the name in any case.
        add(section + "the version http/1.1", unreadable(101, 400, 505), HANDSHAKE.requestLine("GET {path} http/1.1"));
        var lines = List.of("GET  HTTP/1.1", "{path} HTTP/1.1", "GET {path} x HTTP/1.1", "G@T {path} HTTP/1.1");
        for (String line : lines) {
            add(
                    section + "the request line '" + line + "'",
                    unreadable(400, 404, 405, 501, 505),
                    HANDSHAKE.requestLine(line));
        }
        for (String target : List.of("{path}\u0001", "{path}\u007f", "{path}\\", "{path}%", "{path}%zz", "{path}%00")) {
            String name = "the target '" + printable(target) + "'";
            add(section + name, unreadable(400, 404), HANDSHAKE.requestLine("GET " + target + " HTTP/1.1"));
        }
        add("RFC 9112, 3.2.4: the target '*'", notAccepted(), HANDSHAKE.requestLine("GET * HTTP/1.1"));
    }

    private void headerLines() {
        String section = "RFC 9112, 5: ";
        var lines =
                List.of("no colon", ": no name", "Bad name: x", "B\u0001d: x", "X: a\u0000b", "B(d): x", "X\u00e9: y");
        for (String line : lines) {
            // A server may also leave such a line out; the handshake is good without it.
            add(section + "the line '" + printable(line) + "'", unreadable(101, 400), HANDSHAKE.with(line));
        }
        RequestText space = HANDSHAKE.without("Sec-WebSocket-Key").with("Sec-WebSocket-Key : " + RequestText.KEY);
        add("RFC 9112, 5.1: white space before the colon", unreadable(400), space);
        RequestText folded = HANDSHAKE.without("Upgrade").with("Upgrade:\r\n websocket");
        add("RFC 9112, 5.2: a folded line", unreadable(101, 400), folded);
        RequestText control = HANDSHAKE.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j\u0000ZQ==");
        add("RFC 9110, 5.5: a key with a NUL in it", unreadable(400), control);
        RequestText carriageReturn = HANDSHAKE.set("Sec-WebSocket-Key", RequestText.KEY + "\rX: y");
        add("RFC 9112, 2.2: a key with a lone CR in it", unreadable(101, 400), carriageReturn);
        addText(
                "RFC 9112, 2.2: lines that end with LF only",
                unreadable(101, 400),
                HANDSHAKE.text().replace("\r", ""));
        addText("RFC 9112, 2.2: an empty line before the request", unreadable(101, 400), "\r\n" + HANDSHAKE.text());
        addText("RFC 9112, 2.2: white space before the request", unreadable(101, 400), " " + HANDSHAKE.text());
    }

    private void sizes() {
        String section = "RFC 6585, 5: ";
        // Undertow reads up to 1 MiB.
        add(
                section + "a header line of 256 KiB",
                unreadable(101, 400, 413, 431),
                HANDSHAKE.with("X: " + "x".repeat(LONG)));
        add(
                section + "a header name of 256 KiB",
                unreadable(101, 400, 413, 431),
                HANDSHAKE.with("x".repeat(LONG) + ": x"));
        RequestText key = HANDSHAKE.set("Sec-WebSocket-Key", "A".repeat(LONG) + "==");
        add(section + "a key of 256 KiB", unreadable(400, 413, 431), key);
        RequestText many = HANDSHAKE;
        for (int i = 0; i < 5_000; i++) {
            many = many.with("X-" + i + ": " + "x".repeat(60));
        }
        add(section + "5,000 header lines", unreadable(400, 413, 431), many);
        RequestText target = HANDSHAKE.requestLine("GET {path}?" + "x".repeat(LONG) + " HTTP/1.1");
        add("RFC 9112, 3: a target of 256 KiB", unreadable(101, 400, 413, 414, 431), target);
    }

    /** Cut off after every line, and within one. */
    private void incomplete() {
        String text = HANDSHAKE.text();
        int line = 0;
        for (int end = text.indexOf("\r\n"); end >= 0 && end + 2 < text.length(); end = text.indexOf("\r\n", end + 1)) {
            line++;
            addEnded("RFC 9112, 8: a handshake that ends after line " + line, text.substring(0, end + 2));
        }
        addEnded("RFC 9112, 8: a handshake that ends within its key", text.substring(0, text.indexOf("dGhl") + 6));
        addEnded("RFC 9112, 8: a handshake that ends within its method", "GE");
        addEnded("RFC 9112, 8: nothing at all", "");
    }

    private void noise() {
        String tls = "\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0003";
        addEnded("RFC 9112, 3: a TLS record instead of a request", tls);
        addEnded(
                "RFC 9112, 3: a WebSocket frame instead of a request",
                "\u0081\u0085\u0037\u00fa\u0021\u003d\u007f\u009f\u004d\u0051\u0058");
        var random = new Random(9112);
        for (int i = 1; i <= 5; i++) {
            var text = new StringBuilder();
            for (int length = 0; length < 200; length++) {
                text.append((char) random.nextInt(256));
            }
            addEnded("RFC 9112, 3: random bytes " + i, text + "\r\n\r\n");
        }
    }

    private static String printable(String text) {
        return text.chars()
                .collect(
                        StringBuilder::new,
                        (out, c) ->
                                out.append(c < ' ' || c > '~' ? String.format("\\x%02x", c) : Character.toString(c)),
                        StringBuilder::append)
                .toString();
    }

    private void add(String name, HandshakeOutcome outcome, RequestText request) {
        addText(name, outcome, request.text());
    }

    private void addText(String name, HandshakeOutcome outcome, String text) {
        entries.add(new MalformedHandshake(name, text, false, outcome));
    }

    /** What is no whole request: the server answers 400 or 408, or ends the connection. */
    private void addEnded(String name, String text) {
        entries.add(new MalformedHandshake(name, text, true, unreadable(400, 404, 405, 408, 501, 505)));
    }
}
