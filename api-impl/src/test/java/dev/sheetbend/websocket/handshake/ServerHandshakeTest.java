package dev.sheetbend.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.handshake.ServerHandshake.NotWebSocket;
import dev.sheetbend.websocket.handshake.ServerHandshake.Rejected;
import dev.sheetbend.websocket.handshake.ServerHandshake.Result;
import dev.sheetbend.websocket.handshake.ServerHandshake.Valid;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 4.2. */
class ServerHandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String BAD_METHOD = "A WebSocket opening handshake must be a GET request.";
    private static final String BAD_HTTP_VERSION = "A WebSocket opening handshake must use HTTP/1.1.";
    private static final String HOST_COUNT = "A WebSocket opening handshake must have exactly one Host header.";
    private static final String BAD_HOST = "The Host header must be a host and an optional port.";
    private static final String BODY = "A WebSocket opening handshake must not have a body.";
    private static final String BAD_UPGRADE = "The Upgrade header must contain websocket.";
    private static final String BAD_CONNECTION = "The Connection header must contain Upgrade.";
    private static final String BAD_VERSION =
            "There must be exactly one Sec-WebSocket-Version, a number from 0 to 255.";
    private static final String BAD_KEY = "There must be exactly one Sec-WebSocket-Key, the base64 of 16 bytes.";
    private static final String BAD_ORIGIN = "There must be at most one Origin header, with one origin or null.";
    private static final String BAD_SUBPROTOCOLS =
            "Sec-WebSocket-Protocol must be a list of one or more tokens, each of them once.";

    private final Map<String, List<String>> request = new LinkedHashMap<>(Map.of(
            "Host", List.of("server.example.com"),
            "Upgrade", List.of("websocket"),
            "Connection", List.of("Upgrade"),
            "Sec-WebSocket-Key", List.of(KEY),
            "Sec-WebSocket-Version", List.of("13")));

    @Test
    void theExampleOfSection12IsAccepted() {
        with("Origin", "http://example.com");
        with("Sec-WebSocket-Protocol", "chat, superchat");

        assertThat(examine())
                .isEqualTo(new Valid(
                        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                        List.of("chat", "superchat"),
                        List.of(),
                        Optional.of("http://example.com")));
    }

    @Test
    void theLeastHandshakeIsAccepted() {
        assertThat(examine())
                .isEqualTo(new Valid("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", List.of(), List.of(), Optional.empty()));
    }

    // What is no opening handshake

    @Test
    void aPlainRequestIsNotWebSocket() {
        assertThat(ServerHandshake.examine("GET", "HTTP/1.1", Headers.of(Map.of("Host", List.of("h")))))
                .isEqualTo(new NotWebSocket());
        assertThat(ServerHandshake.examine("POST", "HTTP/1.0", Headers.of(Map.of())))
                .isEqualTo(new NotWebSocket());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "HTTP/2.0", "TLS/1.0", "web socket", "websockets", "websocket/13", "\"websocket\""})
    void anUpgradeToAnotherProtocolWithoutAKeyIsNotWebSocket(String upgrade) {
        without("Sec-WebSocket-Key");
        with("Upgrade", upgrade);

        assertThat(examine()).isEqualTo(new NotWebSocket());
    }

    // Section 4.2.1 item 1: a GET of HTTP/1.1 or higher

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "get", "GETS", ""})
    void item1AMethodOtherThanGetIsRejectedWith400(String method) {
        assertBadRequest(BAD_METHOD, ServerHandshake.examine(method, "HTTP/1.1", Headers.of(request)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/0.9", "HTTP/2", "HTTP/2.0", "HTTP/3", "http/1.1", "HTTP/1.10", "1.1", ""})
    void item1AnotherVersionOfHttpIsRejectedWith400(String httpVersion) {
        assertBadRequest(BAD_HTTP_VERSION, ServerHandshake.examine("GET", httpVersion, Headers.of(request)));
    }

    @Test
    void item1AHigherMinorVersionOfHttpIsAccepted() {
        assertThat(ServerHandshake.examine("GET", "HTTP/1.2", Headers.of(request)))
                .isInstanceOf(Valid.class);
    }

    // Section 4.2.1 item 2: Host

    @Test
    void item2AnAbsentHostIsRejectedWith400() {
        without("Host");

        assertBadRequest(HOST_COUNT);
    }

    @Test
    void item2ASecondHostIsRejectedWith400EvenIfItIsTheSame() {
        with("Host", "server.example.com", "server.example.com");

        assertBadRequest(HOST_COUNT);
    }

    @Test
    void item2ASecondHostInAnotherCaseOfTheNameIsRejectedWith400() {
        with("HOST", "server.example.com");

        assertBadRequest(HOST_COUNT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a/b",
                "a:b",
                "a:1:2",
                "a:65536",
                "a:-1",
                "::1",
                "[::1",
                "u@a",
                "http://a",
                "%",
                "a%2g",
            })
    void item2AMalformedHostIsRejectedWith400(String host) {
        with("Host", host);

        assertBadRequest(BAD_HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b.", "a_b", "a:", "a:0", "a:65535", "127.0.0.1:80", "[::1]", "[::1]:80", "a%20b"})
    void item2AHostWithOrWithoutAPortIsAccepted(String host) {
        with("Host", host);

        assertAccepted();
    }

    @Test
    void item2AVeryLongHostIsJudgedWithoutRecursion() {
        with("Host", "a".repeat(1_000_000));

        assertAccepted();
    }

    // A GET without a body

    @ParameterizedTest
    @ValueSource(strings = {"1", "007", "-1", "x", "0, 1", "00000000000000000000001"})
    void aRequestWithABodyIsRejectedWith400(String length) {
        with("Content-Length", length);

        assertBadRequest(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "identity", ""})
    void aRequestWithATransferEncodingIsRejectedWith400(String encoding) {
        with("transfer-encoding", encoding);

        assertBadRequest(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "0, 0"})
    void aContentLengthOf0IsNoBody(String length) {
        with("Content-Length", length);

        assertAccepted();
    }

    // Section 4.2.1 item 3: Upgrade

    @Test
    void item3AnAbsentUpgradeBesideAKeyIsRejectedWith400() {
        without("Upgrade");

        assertBadRequest(BAD_UPGRADE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h2c", "web socket", "websocket2", "websocket/13", "websocket;x", "websoc\u212aet"})
    void item3AnUpgradeToAnotherProtocolBesideAKeyIsRejectedWith400(String upgrade) {
        with("Upgrade", upgrade);

        assertBadRequest(BAD_UPGRADE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WebSocket", "WEBSOCKET", "\twebsocket ", "h2c, websocket", "websocket,h2c", ",websocket,"})
    void item3WebsocketMayBeInAnyCaseAndAnywhereInTheList(String upgrade) {
        with("Upgrade", upgrade);

        assertAccepted();
    }

    @Test
    void item3WebsocketMayBeOnASecondLine() {
        with("Upgrade", "h2c", "websocket");

        assertAccepted();
    }

    // Section 4.2.1 item 4: Connection

    @Test
    void item4AnAbsentConnectionIsRejectedWith400() {
        without("Connection");

        assertBadRequest(BAD_CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keep-alive", "close", "upgraded", "up grade", "\"upgrade\"", "keep-alive Upgrade"})
    void item4AConnectionWithoutTheTokenUpgradeIsRejectedWith400(String connection) {
        with("Connection", connection);

        assertBadRequest(BAD_CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "UPGRADE", "keep-alive, Upgrade", "Upgrade,keep-alive", " , upgrade"})
    void item4UpgradeMayBeInAnyCaseAndAnywhereInTheList(String connection) {
        with("Connection", connection);

        assertAccepted();
    }

    @Test
    void item4UpgradeMayBeOnASecondLine() {
        with("Connection", "keep-alive", "Upgrade");

        assertAccepted();
    }

    // Section 4.2.1 item 5: Sec-WebSocket-Key

    @Test
    void item5AnAbsentKeyIsRejectedWith400() {
        without("Sec-WebSocket-Key");

        assertBadRequest(BAD_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZTE="})
    void item5AKeyThatIsNotTheBase64Of16BytesIsRejectedWith400(String key) {
        with("Sec-WebSocket-Key", key);

        assertBadRequest(BAD_KEY);
    }

    @Test
    void item5ASecondKeyIsRejectedWith400EvenIfItIsTheSame() {
        with("Sec-WebSocket-Key", KEY, KEY);

        assertBadRequest(BAD_KEY);
    }

    @Test
    void item5TwoKeysOnOneLineAreRejectedWith400() {
        with("Sec-WebSocket-Key", KEY + ", " + KEY);

        assertBadRequest(BAD_KEY);
    }

    @Test
    void item5WhiteSpaceAroundTheKeyIsNotPartOfIt() {
        with("Sec-WebSocket-Key", " \t" + KEY + " ");

        assertThat(((Valid) examine()).accept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    // Section 4.2.1 item 6 and section 4.4: Sec-WebSocket-Version

    @Test
    void item6AnAbsentVersionIsRejectedWith400() {
        without("Sec-WebSocket-Version");

        assertBadRequest(BAD_VERSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "013", "-13", "+13", "13.0", "1 3", "256", "260", "300", "1000", "13, 13", "13, 8"})
    void item6AMalformedVersionIsRejectedWith400(String version) {
        with("Sec-WebSocket-Version", version);

        assertBadRequest(BAD_VERSION);
    }

    @Test
    void item6ASecondVersionIsRejectedWith400EvenIfItIsTheSame() {
        with("Sec-WebSocket-Version", "13", "13");

        assertBadRequest(BAD_VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "8", "12", "14", "25", "99", "100", "199", "200", "249", "250", "255"})
    void section44AnotherVersionIsRejectedWith426AndTheVersionThatIsSupported(String version) {
        with("Sec-WebSocket-Version", version);

        assertThat(examine())
                .isEqualTo(new Rejected(
                        426,
                        Map.of(
                                "Sec-WebSocket-Version", List.of("13"),
                                "Upgrade", List.of("websocket"),
                                "Connection", List.of("Upgrade")),
                        "The only supported WebSocket version is 13."));
    }

    @Test
    void section44AnotherVersionIsToldBeforeItsKeyIsJudged() {
        with("Sec-WebSocket-Version", "14");
        with("Sec-WebSocket-Key", "the key of a later version");

        assertThat(((Rejected) examine()).status()).isEqualTo(426);
    }

    // Section 4.2.1 item 7: Origin

    @Test
    void item7ASecondOriginIsRejectedWith400() {
        with("Origin", "http://a", "http://a");

        assertBadRequest(BAD_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://a http://b", "http://a,http://b", "http://\u00e4", "a\tb", "a\u0000"})
    void item7AnOriginThatIsNotOneOriginIsRejectedWith400(String origin) {
        with("Origin", origin);

        assertBadRequest(BAD_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "http://a", "https://a:8443", "chrome-extension://abc", "file://", "http://[::1]"})
    void item7OneOriginIsPassedOnUnjudged(String origin) {
        with("Origin", origin);

        assertThat(((Valid) examine()).origin()).contains(origin);
    }

    // Section 4.1 item 10, section 4.2.1 item 8 and section 11.3.4: Sec-WebSocket-Protocol

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a b", "a;b", "a/b", "\"a\"", "a, (b)", "caf\u00e9", "a=b", "a\u0001"})
    void item8ASubprotocolThatIsNoTokenIsRejectedWith400(String subprotocols) {
        with("Sec-WebSocket-Protocol", subprotocols);

        assertBadRequest(BAD_SUBPROTOCOLS);
    }

    @Test
    void section41Item10ASubprotocolThatIsOfferedTwiceIsRejectedWith400() {
        with("Sec-WebSocket-Protocol", "chat, superchat, chat");
        assertBadRequest(BAD_SUBPROTOCOLS);

        with("Sec-WebSocket-Protocol", "chat", "superchat, chat");
        assertBadRequest(BAD_SUBPROTOCOLS);
    }

    @Test
    void section1134SubprotocolsMayBeOnSeveralLinesWithNamesInAnyCase() {
        with("Sec-WebSocket-Protocol", "chat , superchat,", "");
        with("SEC-WEBSOCKET-PROTOCOL", "Chat");

        assertThat(((Valid) examine()).offeredSubprotocols()).containsExactly("chat", "superchat", "Chat");
    }

    // Section 4.2.1 item 9 and section 9.1: Sec-WebSocket-Extensions

    @Test
    void item9ExtensionsOfSeveralLinesAreReadInOrder() {
        with("Sec-WebSocket-Extensions", "a; b=1, c", "d");

        assertThat(((Valid) examine()).offeredExtensions())
                .containsExactly(
                        new ExtensionOffer("a", List.of(new Parameter("b", Optional.of("1")))),
                        new ExtensionOffer("c", List.of()),
                        new ExtensionOffer("d", List.of()));
    }

    @Test
    void section91AMalformedExtensionIsRejectedWith400() {
        with("Sec-WebSocket-Extensions", "a; b=");

        assertBadRequest("The value of an extension parameter must be a token.");
    }

    // Section 4.2.2: the answer

    @Test
    void theAnswerOfSection12() {
        with("Sec-WebSocket-Protocol", "chat, superchat");

        Map<String, List<String>> answer = ServerHandshake.response((Valid) examine(), Optional.of("chat"), List.of());

        assertThat(answer)
                .containsExactly(
                        Map.entry("Upgrade", List.of("websocket")),
                        Map.entry("Connection", List.of("Upgrade")),
                        Map.entry("Sec-WebSocket-Accept", List.of("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")),
                        Map.entry("Sec-WebSocket-Protocol", List.of("chat")));
    }

    @Test
    void theAnswerNamesNoSubprotocolAndNoExtensionWhenNoneIsTaken() {
        with("Sec-WebSocket-Protocol", "chat");
        with("Sec-WebSocket-Extensions", "a");

        assertThat(ServerHandshake.response((Valid) examine(), Optional.empty(), List.of()))
                .containsOnlyKeys("Upgrade", "Connection", "Sec-WebSocket-Accept");
    }

    @Test
    void theAnswerNamesTheExtensionsThatAreTakenInOneLine() {
        with("Sec-WebSocket-Extensions", "a; b, c, d");
        var taken = List.of(
                new ExtensionOffer("a", List.of(new Parameter("e", Optional.of("1")))),
                new ExtensionOffer("d", List.of()));

        assertThat(ServerHandshake.response((Valid) examine(), Optional.empty(), taken))
                .containsEntry("Sec-WebSocket-Extensions", List.of("a; e=1, d"));
    }

    @Test
    void theAnswerMayBeChanged() {
        Map<String, List<String>> answer = ServerHandshake.response((Valid) examine(), Optional.empty(), List.of());

        answer.get("Upgrade").add("x");
        answer.put("Set-Cookie", List.of("a=b"));

        assertThat(answer).containsEntry("Upgrade", List.of("websocket", "x")).containsKey("Set-Cookie");
    }

    @Test
    void theAnswerCannotNameWhatTheClientDidNotOffer() {
        with("Sec-WebSocket-Protocol", "chat");
        with("Sec-WebSocket-Extensions", "a");
        var valid = (Valid) examine();
        var extensions = List.of(new ExtensionOffer("a", List.of()), new ExtensionOffer("b", List.of()));

        assertThatThrownBy(() -> ServerHandshake.response(valid, Optional.of("Chat"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The client did not offer the subprotocol Chat.");
        assertThatThrownBy(() -> ServerHandshake.response(valid, Optional.empty(), extensions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The client did not offer the extension b.");
    }

    private void with(String name, String... lines) {
        request.put(name, List.of(lines));
    }

    private void without(String name) {
        request.remove(name);
    }

    private Result examine() {
        return ServerHandshake.examine("GET", "HTTP/1.1", Headers.of(request));
    }

    private void assertAccepted() {
        assertThat(examine()).isInstanceOf(Valid.class);
    }

    private void assertBadRequest(String message) {
        assertBadRequest(message, examine());
    }

    private static void assertBadRequest(String message, Result result) {
        assertThat(result).isEqualTo(new Rejected(400, Map.of(), message));
    }
}
