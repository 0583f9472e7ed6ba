package dev.sheetbend.websocket.tck.malformed;

import static dev.sheetbend.websocket.tck.malformed.HandshakeOutcome.accepted;
import static dev.sheetbend.websocket.tck.malformed.HandshakeOutcome.passesOn;
import static dev.sheetbend.websocket.tck.malformed.HandshakeOutcome.status;
import static dev.sheetbend.websocket.tck.malformed.HandshakeOutcome.unreadable;
import static dev.sheetbend.websocket.tck.malformed.RequestText.HANDSHAKE;
import static dev.sheetbend.websocket.tck.malformed.RequestText.KEY;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests that an HTTP server reads without trouble, and that break RFC 6455, section 4 or come close to it. */
final class HandshakeCorpus {
    private static final String HOST = "Host";
    private static final String UPGRADE = "Upgrade";
    private static final String CONNECTION = "Connection";
    private static final String SEC_KEY = "Sec-WebSocket-Key";
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String ORIGIN = "Origin";

    private final List<MalformedHandshake> entries = new ArrayList<>();

    private HandshakeCorpus() {}

    static List<MalformedHandshake> entries() {
        var corpus = new HandshakeCorpus();
        corpus.requestLines();
        corpus.hosts();
        corpus.upgrades();
        corpus.connections();
        corpus.keys();
        corpus.versions();
        corpus.subprotocols();
        corpus.extensions();
        corpus.origins();
        corpus.otherRequests();
        corpus.olderProtocols();
        corpus.oddButGood();
        return corpus.entries;
    }

    private void requestLines() {
        String section = "RFC 6455, 4.2.1 item 1: ";
        for (String method : List.of("POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")) {
            add(section + "the method " + method, status(400), method(method).with("Content-Length: 0"));
        }
        // Some servers know no other methods, or turn TRACE off; Jetty's defaults for a war forbid it.
        add(section + "the method TRACE", status(400, 403, 405, 501), method("TRACE"));
        for (String method : List.of("get", "Get", "BREW")) {
            add(section + "the method " + method, status(400, 405, 501), method(method));
        }
        add(section + "HTTP/1.0", status(400), HANDSHAKE.requestLine("GET {path} HTTP/1.0"));
    }

    private void hosts() {
        String section = "RFC 6455, 4.2.1 item 2: ";
        add(section + "no Host", status(400), HANDSHAKE.without(HOST));
        add(section + "the same Host twice", status(400), HANDSHAKE.with("Host: {host}"));
        add(section + "two Hosts", status(400), HANDSHAKE.with("Host: other.example"));
        add(section + "a second Host in lower case", status(400), HANDSHAKE.with("host: {host}"));
        var malformed = List.of(
                "",
                "a b",
                "a,b c",
                "user@{host}",
                "http://{host}",
                "{host}/",
                "a:port",
                "a:65536",
                "a:-1",
                "a:1:2",
                "[::1",
                "::1",
                "[]",
                "%zz",
                "a\"b",
                "a<b>",
                "a?b",
                "a#b",
                "a\\b");
        for (String host : malformed) {
            add(section + "the Host '" + host + "'", status(400), HANDSHAKE.set(HOST, host));
        }
    }

    private void upgrades() {
        String section = "RFC 6455, 4.2.1 item 3: ";
        add(section + "no Upgrade", status(400), HANDSHAKE.without(UPGRADE));
        var others = List.of(
                "",
                "web socket",
                "websocket/13",
                "websockets",
                "\"websocket\"",
                "websocket;q=1",
                "websocket websocket");
        for (String upgrade : others) {
            add(section + "the Upgrade '" + upgrade + "'", status(400), HANDSHAKE.set(UPGRADE, upgrade));
        }
    }

    private void connections() {
        String section = "RFC 6455, 4.2.1 item 4: ";
        add(section + "no Connection", status(400), HANDSHAKE.without(CONNECTION));
        var others = List.of(
                "",
                "close",
                "keep-alive",
                "upgraded",
                "\"Upgrade\"",
                "keep-alive Upgrade",
                "up-grade",
                "websocket",
                "Upgrade;x");
        for (String connection : others) {
            add(section + "the Connection '" + connection + "'", status(400), HANDSHAKE.set(CONNECTION, connection));
        }
    }

    private void keys() {
        String section = "RFC 6455, 4.2.1 item 5: ";
        add(section + "no key", status(400), HANDSHAKE.without(SEC_KEY));
        add(section + "the same key twice", status(400), HANDSHAKE.with("Sec-WebSocket-Key: " + KEY));
        add(section + "two keys", status(400), HANDSHAKE.with("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
        add(section + "a second key in lower case", status(400), HANDSHAKE.with("sec-websocket-key: " + KEY));
        for (int length = 0; length <= 33; length++) {
            if (length != 16) {
                String key = Base64.getEncoder().encodeToString(new byte[length]);
                add(section + "a key of " + length + " bytes", status(400), HANDSHAKE.set(SEC_KEY, key));
            }
        }
        var malformed = new TreeMap<>(Map.of(
                "a key without its padding", "dGhlIHNhbXBsZSBub25jZQ",
                "a key with half its padding", "dGhlIHNhbXBsZSBub25jZQ=",
                "a key with too much padding", KEY + "=",
                "a key in the URL alphabet", "-_hlIHNhbXBsZSBub25jZQ==",
                "a key with a space in it", "dGhlIHNhbXBs ZSBub25jZQ==",
                "a key with bits behind its 16 bytes", "dGhlIHNhbXBsZSBub25jZR==",
                "a key in quotes", '"' + KEY + '"',
                "two keys on one line", KEY + ", " + KEY,
                "a percent-encoded key", "dGhlIHNhbXBsZSBub25jZQ%3D%3D",
                "a key of 6,000 characters", "A".repeat(5_998) + "=="));
        malformed.forEach((name, key) -> add(section + name, status(400), HANDSHAKE.set(SEC_KEY, key)));
        add(section + "a key in hex", status(400), HANDSHAKE.set(SEC_KEY, "7468652073616d706c65206e6f6e6365"));
    }

    private void versions() {
        String section = "RFC 6455, 4.2.1 item 6: ";
        add(section + "no version", status(400), HANDSHAKE.without(VERSION));
        var malformed = List.of(
                "",
                "x",
                "013",
                "-13",
                "+13",
                "13.0",
                "1 3",
                "13, 13",
                "8, 13",
                "13;q=1",
                "\"13\"",
                "0x0d",
                "256",
                "1313",
                "99999999999999999999");
        for (String version : malformed) {
            add(section + "the version '" + version + "'", status(400), HANDSHAKE.set(VERSION, version));
        }
        for (String second : List.of("13", "8")) {
            RequestText twice = HANDSHAKE.with("Sec-WebSocket-Version: " + second);
            add(section + "a second line with version " + second, status(400), twice);
        }
        for (int version : new int[] {0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 25, 99, 100, 130, 199, 200, 255}) {
            RequestText request = HANDSHAKE.set(VERSION, Integer.toString(version));
            add("RFC 6455, 4.4: the version " + version, status(426), request);
        }
    }

    private void subprotocols() {
        String section = "RFC 6455, 4.1 item 10: ";
        for (char separator : "()<>@;:\\\"/[]?={} \t".toCharArray()) {
            String subprotocol = "chat" + separator + "x";
            String name = String.format("a subprotocol with the character U+%04X", (int) separator);
            add(section + name, status(400), HANDSHAKE.set(PROTOCOL, subprotocol));
        }
        for (String list : List.of("", ",", " , ,", "chat, chat", "a, b, a", "caf\u00e9", "chat, \"x\"")) {
            add(section + "the subprotocols '" + list + "'", status(400), HANDSHAKE.set(PROTOCOL, list));
        }
        RequestText twice = HANDSHAKE.with("Sec-WebSocket-Protocol: a, b").with("sec-websocket-protocol: b");
        add(section + "a subprotocol that is on two lines", status(400), twice);
    }

    private void extensions() {
        String section = "RFC 6455, 9.1: ";
        var malformed = List.of(
                "",
                ",",
                ";",
                "; a",
                "=",
                "=1",
                "a;",
                "a;;b",
                "a; ,b",
                "a; =1",
                "a; b=",
                "a; b=;c",
                "a; b==1",
                "a; b=1=2",
                "a=1",
                "a b",
                "a; b c",
                "a; b=1 2",
                "a/b",
                "(a)",
                "a; b=(1)",
                "\"a\"",
                "a; \"b\"",
                "a; b=\"",
                "a; b=\"1",
                "a; b=\"1\\\"",
                "a; b=\"\"",
                "a; b=\"1 2\"",
                "a; b=\"1,2\"",
                "a; b=\"1\"2",
                "a; b='1', c; d=[1]",
                "caf\u00e9",
                "permessage-deflate; client_max_window_bits=\"1 5\"");
        for (String extensions : malformed) {
            add(section + "the extensions '" + extensions + "'", status(400), HANDSHAKE.set(EXTENSIONS, extensions));
        }
        RequestText second = HANDSHAKE.with("Sec-WebSocket-Extensions: a").with("Sec-WebSocket-Extensions: b;");
        add(section + "a good line and a bad line of extensions", status(400), second);
    }

    private void origins() {
        String section = "RFC 6455, 4.2.1 item 7: ";
        RequestText origin = HANDSHAKE.with("Origin: http://{host}");
        add(section + "the same origin twice", status(400), origin.with("Origin: http://{host}"));
        add(section + "two origins", status(400), origin.with("origin: http://other.example"));
        for (String value : List.of("", "http://a http://b", "http://a, http://b", "http://caf\u00e9.example")) {
            // The bridge may refuse an origin that it does not know before anything else.
            add(section + "the origin '" + value + "'", status(400, 403), HANDSHAKE.set(ORIGIN, value));
        }
    }

    private void otherRequests() {
        RequestText plain = HANDSHAKE.without(UPGRADE, CONNECTION, SEC_KEY, VERSION);
        String section = "RFC 9110, 7.8: ";
        add(section + "a plain GET", passesOn(), plain);
        add(section + "a plain GET of HTTP/1.0", passesOn(), plain.requestLine("GET {path} HTTP/1.0"));
        add(
                section + "a plain POST",
                passesOn(),
                plain.requestLine("POST {path} HTTP/1.1").with("Content-Length: 0"));
        add(section + "a GET with Connection: Upgrade alone", passesOn(), plain.with("Connection: Upgrade"));
        add(section + "a GET with a version alone", passesOn(), plain.with("Sec-WebSocket-Version: 13"));
        add(section + "a GET with a subprotocol alone", passesOn(), plain.with("Sec-WebSocket-Protocol: chat"));
        add(section + "a GET with an accept key alone", passesOn(), plain.with("Sec-WebSocket-Accept: " + KEY));
        for (String upgrade : List.of("TLS/1.0", "websockets", "web socket", "\"websocket\"", "websocket/13")) {
            RequestText request = HANDSHAKE.without(SEC_KEY).set(UPGRADE, upgrade);
            add(section + "an upgrade to '" + upgrade + "' without a key", passesOn(), request);
        }
    }

    private void olderProtocols() {
        RequestText early = HANDSHAKE.without(SEC_KEY, VERSION).set(UPGRADE, "WebSocket");
        add("hixie-75: a handshake without key and version", status(400), early);
        RequestText hixie76 = early.with("Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5")
                .with("Sec-WebSocket-Key2: 12998 5 Y3 1  .P00")
                .body("^n:ds[4U");
        // The 8 bytes are half a request to the HTTP server, which may wait for the rest before it answers.
        String name = "hixie-76: a handshake with two keys and 8 bytes behind it";
        entries.add(new MalformedHandshake(name, hixie76.text(), true, unreadable(400)));
        RequestText hybi07 = HANDSHAKE.set(VERSION, "7").with("Sec-WebSocket-Origin: http://{host}");
        add("hybi-07: a handshake with version 7 and Sec-WebSocket-Origin", status(426), hybi07);
    }

    private void oddButGood() {
        String section = "RFC 6455, 4.2.1, well formed: ";
        String lower =
                HANDSHAKE.text().replace("Sec-WebSocket-", "sec-websocket-").replace("Upgrade:", "upgrade:");
        entries.add(new MalformedHandshake(section + "header names in lower case", lower, false, accepted()));
        String upper =
                HANDSHAKE.text().replace("Sec-WebSocket-", "SEC-WEBSOCKET-").replace("Host:", "HOST:");
        entries.add(new MalformedHandshake(section + "header names in upper case", upper, false, accepted()));
        for (String upgrade :
                List.of("WEBSOCKET", "WebSocket", "\t websocket \t", "websocket, foo/2", ",,websocket,")) {
            add(section + "the Upgrade '" + upgrade + "'", accepted(), HANDSHAKE.set(UPGRADE, upgrade));
        }
        for (String connection :
                List.of("upgrade", "UPGRADE", "keep-alive, Upgrade", "Upgrade,keep-alive", ",upgrade")) {
            add(section + "the Connection '" + connection + "'", accepted(), HANDSHAKE.set(CONNECTION, connection));
        }
        add(
                section + "two Connection lines",
                accepted(),
                HANDSHAKE.set(CONNECTION, "keep-alive").with("connection: upgrade"));
        add(
                section + "two Upgrade lines",
                accepted(),
                HANDSHAKE.set(UPGRADE, "foo/2").with("Upgrade: websocket"));
        add(section + "white space around the key", accepted(), HANDSHAKE.set(SEC_KEY, "\t " + KEY + " \t"));
        add(section + "no white space", accepted(), HANDSHAKE.without(SEC_KEY).with("Sec-WebSocket-Key:" + KEY));
        add(section + "a Content-Length of 0", accepted(), HANDSHAKE.with("Content-Length: 0"));
        add(section + "a query", accepted(), HANDSHAKE.requestLine("GET {path}?a=b&a=%20 HTTP/1.1"));
        add(section + "an unknown subprotocol", accepted(), HANDSHAKE.with("Sec-WebSocket-Protocol: no.such-protocol"));
        add(
                section + "empty elements among subprotocols",
                accepted(),
                HANDSHAKE.with("Sec-WebSocket-Protocol: ,a,, b,"));
        add(
                section + "an unknown extension",
                accepted(),
                HANDSHAKE.with("Sec-WebSocket-Extensions: no-such; a=\"b\"; c"));
        String many = "x-extension; a=1, ".repeat(100) + "y";
        add(section + "101 unknown extensions", accepted(), HANDSHAKE.with("Sec-WebSocket-Extensions: " + many));
        RequestText absolute = HANDSHAKE.requestLine("GET http://{host}{path} HTTP/1.1");
        add("RFC 9112, 3.2.2, well formed: a target in absolute form", accepted(), absolute);
    }

    private static RequestText method(String method) {
        return HANDSHAKE.requestLine(method + " {path} HTTP/1.1");
    }

    private void add(String name, HandshakeOutcome outcome, RequestText request) {
        entries.add(new MalformedHandshake(name, request.text(), false, outcome));
    }
}
