package dev.sheetbend.websocket.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sheetbend.websocket.HandshakeException;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Extension;
import java.io.EOFException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which a server's answer can be wrong (RFC 6455, 4.1; RFC 9112), each from a server that sends it. None of
 * them opens a session, and each of them is a {@link HandshakeException} that says which rule was broken.
 */
@Timeout(60)
class WrongAnswerTest {
    private static final String UPGRADE = "Upgrade: websocket\r\n";
    private static final String CONNECTION = "Connection: Upgrade\r\n";
    private static final String NO_HTTP = "The answer does not begin with a status line of HTTP/1.1.";
    private static final String NO_NAME = "A header line of the answer has no name.";
    private static final String NO_CRLF = "A line of the answer's head does not end with CRLF.";
    private static final String WRONG_UPGRADE = "The Upgrade header of the answer must be websocket.";
    private static final String WRONG_CONNECTION = "The Connection header of the answer must contain Upgrade.";
    private static final String WRONG_ACCEPT =
            "The Sec-WebSocket-Accept header of the answer does not fit the request's key.";
    private static final String OTHER_SUBPROTOCOL = "The server chose a subprotocol that was not offered.";
    private static final String OTHER_EXTENSION = "The server chose an extension that was not offered.";

    private final SheetbendClientContainer container = ClientContainers.create();
    private final RecordingEndpoint endpoint = new RecordingEndpoint();
    private final ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
            .preferredSubprotocols(List.of("chat", "superchat"))
            .extensions(List.of(new OfferedExtension("ext1")))
            .build();

    @AfterEach
    void nothingHasHappenedAndNothingIsLeft() {
        assertThat(endpoint.opened).isFalse();
        assertThat(endpoint.errors).isEmpty();
        assertThat(endpoint.closed).isNotDone();
        ClientContainers.closeAndCheck(container);
    }

    /** An extension without parameters. */
    private record OfferedExtension(String getName) implements Extension {
        @Override
        public List<Parameter> getParameters() {
            return List.of();
        }
    }

    private static Arguments wrong(String name, UnaryOperator<String> answer, int status, String message) {
        return Arguments.of(name, answer, status, message);
    }

    private static Arguments without(String line, String message) {
        return wrong("without " + line.strip(), right -> right.replace(line, ""), 101, message);
    }

    private static Arguments instead(String line, String other, String message) {
        return wrong(other.strip(), right -> right.replace(line, other), 101, message);
    }

    private static Arguments with(String line, String message) {
        return wrong(line, right -> head(right) + line + "\r\n\r\n", 101, message);
    }

    private static Arguments malformed(String line, String message) {
        return wrong(line, right -> head(right) + line + "\r\n\r\n", 0, message);
    }

    /** All lines, without the empty one. */
    private static String head(String right) {
        return right.substring(0, right.length() - 2);
    }

    private static Arguments statusLine(String line, int status, String message) {
        return wrong(
                "status line '" + line + "'", right -> line + right.substring(right.indexOf("\r\n")), status, message);
    }

    static Stream<Arguments> wrongAnswers() {
        return Stream.of(
                        statusLines(), upgrades(), accepts(), subprotocols(), extensions(), malformedHeads(), garbage())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> statusLines() {
        return Stream.of(
                statusLine("HTTP/1.1 200 OK", 200, "The server answered with status 200 instead of 101."),
                statusLine("HTTP/1.1 426 Upgrade", 426, "The server answered with status 426 instead of 101."),
                statusLine("HTTP/1.0 101 x", 101, "The server switched protocols in HTTP/1.0, which cannot."),
                statusLine("HTTP/2 101 x", 0, NO_HTTP),
                statusLine("HTTP/1.1 101x", 0, NO_HTTP),
                statusLine("HTTP/1.1  101 x", 0, NO_HTTP),
                statusLine("HTTP/1.1 1010 x", 0, NO_HTTP),
                statusLine(" HTTP/1.1 101 x", 0, NO_HTTP),
                statusLine("HTTP/1.1", 0, NO_HTTP),
                statusLine("", 0, NO_HTTP));
    }

    private static Stream<Arguments> upgrades() {
        return Stream.of(
                without(UPGRADE, WRONG_UPGRADE),
                instead(UPGRADE, "Upgrade: h2c\r\n", WRONG_UPGRADE),
                instead(UPGRADE, "Upgrade: websocket, h2c\r\n", WRONG_UPGRADE),
                instead(UPGRADE, "Upgrade: websocket/13\r\n", WRONG_UPGRADE),
                instead(UPGRADE, "Upgrade:\r\n", WRONG_UPGRADE),
                with("Upgrade: websocket", WRONG_UPGRADE),
                without(CONNECTION, WRONG_CONNECTION),
                instead(CONNECTION, "Connection: keep-alive\r\n", WRONG_CONNECTION),
                instead(CONNECTION, "Connection: Upgrades\r\n", WRONG_CONNECTION),
                instead(CONNECTION, "Connection: \"Upgrade\"\r\n", WRONG_CONNECTION));
    }

    private static Stream<Arguments> accepts() {
        return Stream.of(
                wrong("no accept", right -> right.replaceAll("Sec-WebSocket-Accept: .*\r\n", ""), 101, WRONG_ACCEPT),
                wrong("empty accept", right -> right.replaceAll("Accept: .*\r\n", "Accept:\r\n"), 101, WRONG_ACCEPT),
                wrong(
                        "accept of another key",
                        right -> right.replaceAll("Accept: .*\r\n", "Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
                        101,
                        WRONG_ACCEPT),
                wrong(
                        "accept in lower case",
                        right -> right.replaceAll(
                                "Accept: .*\r\n", "Accept: " + accept(right).toLowerCase(Locale.ROOT) + "\r\n"),
                        101,
                        WRONG_ACCEPT),
                wrong(
                        "accept without its end",
                        right -> right.replaceAll("Accept: (.*)=\r\n", "Accept: $1\r\n"),
                        101,
                        WRONG_ACCEPT),
                wrong(
                        "accept twice",
                        right -> head(right) + "Sec-WebSocket-Accept: " + accept(right) + "\r\n\r\n",
                        101,
                        WRONG_ACCEPT));
    }

    private static String accept(String right) {
        return right.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Accept: "))
                .findFirst()
                .orElseThrow()
                .substring("Sec-WebSocket-Accept: ".length());
    }

    private static Stream<Arguments> subprotocols() {
        return Stream.of(
                with("Sec-WebSocket-Protocol: other", OTHER_SUBPROTOCOL),
                with("Sec-WebSocket-Protocol: Chat", OTHER_SUBPROTOCOL),
                with("Sec-WebSocket-Protocol: chat, superchat", OTHER_SUBPROTOCOL),
                with("Sec-WebSocket-Protocol:", OTHER_SUBPROTOCOL),
                with(
                        "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: superchat",
                        "The answer must have at most one Sec-WebSocket-Protocol header."),
                with(
                        "Sec-WebSocket-Protocol: chat\r\nsec-websocket-protocol: chat",
                        "The answer must have at most one Sec-WebSocket-Protocol header."));
    }

    private static Stream<Arguments> extensions() {
        return Stream.of(
                with("Sec-WebSocket-Extensions: other", OTHER_EXTENSION),
                with("Sec-WebSocket-Extensions: EXT1", OTHER_EXTENSION),
                with("Sec-WebSocket-Extensions: ext1, other", OTHER_EXTENSION),
                with("Sec-WebSocket-Extensions: ext1\r\nSec-WebSocket-Extensions: other", OTHER_EXTENSION),
                with(
                        "Sec-WebSocket-Extensions:",
                        "The extensions of the answer are not legal: "
                                + "Sec-WebSocket-Extensions must name at least one extension."),
                with(
                        "Sec-WebSocket-Extensions: ext1; =1",
                        "The extensions of the answer are not legal: "
                                + "The name of an extension parameter must be a token."),
                // Offered, but an extension changes frames, and there is nobody here to read those.
                with(
                        "Sec-WebSocket-Extensions: ext1",
                        "The server accepted the extension ext1, which this client offers but does not have."),
                with(
                        "Sec-WebSocket-Extensions: ext1; a=\"b\"",
                        "The server accepted the extension ext1, which this client offers but does not have."));
    }

    private static Stream<Arguments> malformedHeads() {
        return Stream.of(
                malformed("no colon", NO_NAME),
                malformed(": no name", NO_NAME),
                malformed("Space : before the colon", NO_NAME),
                malformed("X: folded\r\n line", NO_NAME),
                malformed("Na(me): x", NO_NAME),
                malformed("X: \u0000", "A header line of the answer has a control character."),
                malformed("X: bare\rreturn", NO_CRLF),
                malformed("X: bare\nfeed", NO_CRLF),
                malformed("X: " + "x".repeat(17_000), "The head of the answer is longer than 16384 bytes."),
                wrong(
                        "interim answers without end",
                        right -> "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000),
                        0,
                        "The head of the answer is longer than 16384 bytes."),
                wrong("line feeds only", right -> right.replace("\r\n", "\n"), 0, NO_CRLF));
    }

    private static Stream<Arguments> garbage() {
        return Stream.of(
                wrong("a greeting", right -> "220 mail.example ESMTP\r\n", 0, NO_HTTP),
                wrong("a TLS alert", right -> "\u0015\u0003\u0001\u0000\u0002\u0002\u0046\r\n", 0, NO_HTTP),
                wrong("a frame", right -> "\u0081\u0005hello\r\n", 0, NO_HTTP),
                wrong("the answer twice", right -> "HTTP/1.1 100 x\r\n\r\n\r\n" + right, 0, NO_HTTP));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAnswers")
    void isAHandshakeException(String name, UnaryOperator<String> answer, int status, String message) throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.answer(answer.apply(connection.switching("X-Mark: yes")));
            connection.socket.shutdownOutput();
            connection.drain();
        })) {
            assertThat(catchThrowable(() -> container.connectToServer(endpoint, config, server.uri())))
                    .as(name)
                    .isInstanceOfSatisfying(HandshakeException.class, refusal -> {
                        assertThat(refusal).hasMessage(message);
                        assertThat(refusal.status()).isEqualTo(status);
                        assertThat(refusal.headers().containsKey("x-mark")).isEqualTo(status != 0);
                    });
        }
    }

    /** What is cut off in the middle was not answered at all: no rule is broken, there is just no connection. */
    @Test
    void anAnswerThatIsCutOffIsAnIoException() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            String right = connection.switching();
            int end = Integer.parseInt(connection.request().substring(5, 8));
            connection.answer(right.substring(0, Math.min(end, right.length() - 1)));
        })) {
            for (int end = 0; end < 140; end += 7) {
                String path = "/%03d".formatted(end);
                assertThat(catchThrowable(
                                () -> container.connectToServer(endpoint, config, server.uri("localhost", path))))
                        .as("after %d bytes", end)
                        .isInstanceOf(EOFException.class);
            }
        }
    }

    /** What looks odd and is right all the same; the session opens and is closed at once. */
    @ParameterizedTest
    @MethodSource("oddAnswers")
    void isAccepted(String name, UnaryOperator<String> answer) throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.send(answer.apply(connection.switching("Sec-WebSocket-Protocol: chat"))
                    .getBytes(ISO_8859_1));
            new EchoPeer(connection.socket).run();
        })) {
            var other = new RecordingEndpoint();
            try (var session = container.connectToServer(other, config, server.uri())) {
                assertThat(session.getNegotiatedSubprotocol()).as(name).isEqualTo("chat");
                session.getBasicRemote().sendText("x");
                assertThat(other.next()).isEqualTo("x");
            }
        }
    }

    static Stream<Arguments> oddAnswers() {
        return Stream.of(
                odd("names in lower case", right -> right.replace("Upgrade: websocket", "upgrade:WebSocket")),
                odd("white space", right -> right.replace(": ", ": \t ").replace("\r\nUp", " \r\nUp")),
                odd("an interim answer", right -> "HTTP/1.1 102 Processing\r\nX: y\r\n\r\n" + right),
                odd("no reason", right -> right.replace("101 Switching Protocols", "101 ")),
                odd("a newer minor version", right -> right.replace("HTTP/1.1", "HTTP/1.2")),
                odd("more in Connection", right -> right.replace(CONNECTION, "Connection: keep-alive, upgrade\r\n")),
                odd("Connection twice", right -> right.replace(CONNECTION, "Connection: x\r\n" + CONNECTION)),
                odd("a length", right -> head(right) + "Content-Length: 0\r\n\r\n"),
                odd("an unknown header", right -> head(right) + "X-Odd: \u00fc\r\n\r\n"));
    }

    private static Arguments odd(String name, UnaryOperator<String> answer) {
        return Arguments.of(name, answer);
    }
}
