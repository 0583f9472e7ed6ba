package dev.sheetbend.websocket.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sheetbend.websocket.handshake.ClientHandshake.Accepted;
import dev.sheetbend.websocket.handshake.ClientHandshake.Refused;
import dev.sheetbend.websocket.handshake.ClientHandshake.Request;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {
    /** The key and the answer to it in RFC 6455, 1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final List<ExtensionOffer> EXTENSIONS = List.of(
            new ExtensionOffer("ext1", List.of()),
            new ExtensionOffer("ext2", List.of(new ExtensionOffer.Parameter("p", Optional.of("v")))));

    private final Map<String, List<String>> headers =
            ClientHandshake.headers("example.com:8080", KEY, List.of("chat", "super"), EXTENSIONS);

    private final Request request = ClientHandshake.request("/chat?a=b", KEY, headers);

    // The request

    @Test
    void aKeyIsTheBase64OfSixteenBytes() {
        assertThat(ClientHandshake.key("the sample nonce".getBytes(ISO_8859_1))).isEqualTo(KEY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientHandshake.key(HexFormat.of().parseHex("00")));
    }

    @Test
    void writesARequestThatOurServerTakes() {
        String[] lines = request.text().split("\r\n", -1);

        assertThat(lines[0]).isEqualTo("GET /chat?a=b HTTP/1.1");
        assertThat(lines[1]).isEqualTo("Host: example.com:8080");
        assertThat(lines)
                .contains(
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: " + KEY,
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Protocol: chat, super",
                        "Sec-WebSocket-Extensions: ext1, ext2; p=v");
        assertThat(request.text()).endsWith("\r\n\r\n");
        assertThat(request.bytes()).isEqualTo(request.text().getBytes(ISO_8859_1));
        assertThat(ServerHandshake.examine("GET", "HTTP/1.1", Headers.of(headers)))
                .isEqualTo(new ServerHandshake.Valid(ACCEPT, List.of("chat", "super"), EXTENSIONS, Optional.empty()));
    }

    @Test
    void writesNoHeaderForWhatIsNotOffered() {
        assertThat(ClientHandshake.headers("h", KEY, List.of(), List.of()))
                .containsOnlyKeys("Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version");
    }

    @Test
    void headersCanBeAddedAndAreFoundInAnyCase() {
        headers.put("Origin", List.of("http://example.com"));
        headers.get("host").set(0, "other.example");
        headers.put("X-Two", List.of("1", "2"));

        String text = ClientHandshake.request("/", KEY, headers).text();

        assertThat(text)
                .contains("\r\nOrigin: http://example.com\r\n", "\r\nX-Two: 1\r\nX-Two: 2\r\n")
                .startsWith("GET / HTTP/1.1\r\nHost: other.example\r\n");
    }

    @Test
    void offersWhatTheHeadersSayInTheEnd() {
        headers.put("sec-websocket-protocol", List.of("other", "more"));
        headers.remove("Sec-WebSocket-Extensions");

        Request changed = ClientHandshake.request("/", KEY, headers);

        assertThat(changed.subprotocols()).containsExactly("other", "more");
        assertThat(changed.extensions()).isEmpty();
        assertThat(request.extensions()).isEqualTo(EXTENSIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Host"})
    void theHandshakesOwnHeadersCannotBeTakenAwayOrDoubled(String name) {
        List<String> values = headers.remove(name);
        refuses(name);
        headers.put(name, List.of(values.get(0), values.get(0)));
        refuses(name);
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade, h2c",
        "Connection, close",
        "Sec-WebSocket-Key, AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version, 8",
        "Host, user@example.com",
        "Content-Length, 5",
        "Transfer-Encoding, chunked"
    })
    void theHandshakesOwnHeadersCannotBeChanged(String name, String value) {
        headers.put(name, List.of(value));

        refuses(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nInjected: x", "a\nb", "a\u0000", "\u20ac", "a\u007f"})
    void noValueCanBreakTheLine(String value) {
        headers.put("X-Custom", List.of("fine", value));

        refuses("X-Custom");
    }

    @Test
    void noValueCanBeNull() {
        headers.put("X-Custom", Collections.singletonList(null));
        refuses("X-Custom");
        headers.put("X-Custom", null);
        refuses("X-Custom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "\u00e4"})
    void noNameCanBreakTheLine(String name) {
        headers.put(name, List.of("x"));

        refuses("name");
    }

    @Test
    void noNameCanBeNull() {
        Map<String, List<String>> withNull = Collections.singletonMap(null, List.of("x"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientHandshake.request("/", KEY, withNull))
                .withMessageContaining("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a, a", "a/b"})
    void offeredSubprotocolsAreTokensAndEachOnce(String offered) {
        headers.put("Sec-WebSocket-Protocol", List.of(offered));

        refuses("subprotocols");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a; b=c d"})
    void offeredExtensionsFollowTheGrammar(String offered) {
        headers.put("Sec-WebSocket-Extensions", List.of(offered));

        refuses("extensions");
    }

    private void refuses(String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientHandshake.request("/", KEY, headers))
                .withMessageContaining(named);
    }

    // The answer

    @Test
    void takesACorrectAnswer() {
        assertThat(examine(
                        "HTTP/1.1 101 Switching Protocols",
                        "upgrade: WebSocket",
                        "connection: keep-alive, upgrade",
                        "sec-websocket-accept: " + ACCEPT))
                .isEqualTo(new Accepted(Optional.empty(), List.of()));
    }

    @Test
    void takesASubprotocolAndExtensionsThatWereOffered() {
        assertThat(examine(
                        "HTTP/1.1 101",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Accept: " + ACCEPT,
                        "Sec-WebSocket-Protocol: super",
                        "Sec-WebSocket-Extensions: ext2; p=v"))
                .isEqualTo(new Accepted(Optional.of("super"), EXTENSIONS.subList(1, 2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 401, 404, 426, 503})
    void refusesEveryOtherStatus(int status) {
        refusesAnswer("HTTP/1.1 " + status + " x", "with status " + status + " instead of 101", good());
    }

    @Test
    void refusesASwitchInHttp10() {
        refusesAnswer("HTTP/1.0 101 x", "HTTP/1.0", good());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Upgrade: h2c", "Upgrade: websocket, h2c", "Upgrade: websockets", "Upgrade:"})
    void refusesAnUpgradeToAnythingElse(String line) {
        String[] lines = good();
        lines[0] = line;
        refusesAnswer("HTTP/1.1 101 x", "Upgrade header", lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Connection: close", "Connection: upgraded", "Connection:"})
    void refusesAConnectionHeaderWithoutUpgrade(String line) {
        String[] lines = good();
        lines[1] = line;
        refusesAnswer("HTTP/1.1 101 x", "Connection header", lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Sec-WebSocket-Accept: " + KEY,
                "Sec-WebSocket-Accept:",
                "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=",
                "Sec-WebSocket-Accept: " + ACCEPT + "\r\nSec-WebSocket-Accept: " + ACCEPT
            })
    void refusesAWrongAccept(String line) {
        String[] lines = good();
        lines[2] = line;
        refusesAnswer("HTTP/1.1 101 x", "Sec-WebSocket-Accept header", lines);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Protocol: other | subprotocol that was not offered",
                "Sec-WebSocket-Protocol: Chat | subprotocol that was not offered",
                "Sec-WebSocket-Protocol: chat, super | subprotocol that was not offered",
                "Sec-WebSocket-Protocol: | subprotocol that was not offered",
                "Sec-WebSocket-Extensions: permessage-deflate | extension that was not offered",
                "Sec-WebSocket-Extensions: ext1, ext3 | extension that was not offered",
                "Sec-WebSocket-Extensions: ext1; | not legal",
                "Sec-WebSocket-Extensions: | not legal"
            })
    void refusesWhatWasNotOffered(String line, String message) {
        refusesAnswer("HTTP/1.1 101 x", message, with(line));
    }

    @Test
    void refusesTwoSubprotocols() {
        refusesAnswer(
                "HTTP/1.1 101 x",
                "at most one Sec-WebSocket-Protocol",
                with("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat"));
    }

    private static String[] good() {
        return new String[] {"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: " + ACCEPT};
    }

    private static String[] with(String line) {
        String[] lines = Arrays.copyOf(good(), 4);
        lines[3] = line;
        return lines;
    }

    private void refusesAnswer(String statusLine, String message, String... lines) {
        assertThat(examine(statusLine, lines))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.message()).contains(message));
    }

    private ClientHandshake.Result examine(String statusLine, String... lines) {
        try {
            String text = statusLine + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
            return ClientHandshake.examine(request, AnswerParserTest.parse(text));
        } catch (AnswerSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
