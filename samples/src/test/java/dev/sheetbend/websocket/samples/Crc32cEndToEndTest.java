package dev.sheetbend.websocket.samples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.samples.RawPeer.Frame;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The extension {@code x-crc32c} on real connections, where the service loader has found it. */
class Crc32cEndToEndTest {
    private static final int LONGEST = 1024 * 1024;
    private static final int WAIT_SECONDS = 10;

    /** FIN and the opcode of text. */
    private static final int TEXT = 0x81;

    /** The same with RSV3. */
    private static final int MARKED_TEXT = 0x91;

    private static RunningSample server;

    /** Tells the client which extensions the server's session names, and then sends every message back. */
    @ServerEndpoint("/checked")
    public static class CheckedEcho {
        @OnOpen
        public void onOpen(Session session) throws IOException {
            session.getBasicRemote().sendText(extensions(session));
        }

        @OnMessage(maxMessageSize = LONGEST)
        public String onText(String text) {
            return text;
        }

        @OnMessage(maxMessageSize = LONGEST)
        public ByteBuffer onBinary(ByteBuffer bytes) {
            return bytes;
        }
    }

    /** The API names extensions by an interface only, so an application brings its own class for them. */
    record Named(String getName, List<Extension.Parameter> getParameters) implements Extension {}

    /** A parameter of an extension. */
    record Setting(String getName, String getValue) implements Extension.Parameter {}

    /** Keeps what it receives. */
    private static final class Client extends Endpoint {
        private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.setMaxTextMessageBufferSize(LONGEST);
            session.setMaxBinaryMessageBufferSize(LONGEST);
            session.addMessageHandler(String.class, received::add);
            session.addMessageHandler(ByteBuffer.class, received::add);
        }

        Object next() throws InterruptedException {
            return received.poll(WAIT_SECONDS, SECONDS);
        }
    }

    @BeforeAll
    static void startServer() throws IOException {
        server = RunningSample.start(
                List.of(CheckedEcho.class, Sample.ECHO.endpoints().get(0)), Sample.ECHO.webFolder(), "localhost", 0);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void bothSidesNameTheExtensionAndMessagesComeBack() throws Exception {
        var client = new Client();
        try (Session session = connect(client, named("x-crc32c", new Setting("min_size", "2")))) {
            assertThat(extensions(session)).isEqualTo("x-crc32c;min_size=2");
            assertThat(client.next()).isEqualTo("x-crc32c;min_size=2");
            expectEchoes(client, session);
        }
    }

    @ParameterizedTest
    @CsvSource({"x-crc32c, permessage-deflate", "permessage-deflate, x-crc32c"})
    void theExtensionWorksWithPermessageDeflateInEitherOrder(String first, String second) throws Exception {
        var client = new Client();
        try (Session session = connect(client, named(first), named(second))) {
            assertThat(session.getNegotiatedExtensions())
                    .extracting(Extension::getName)
                    .containsExactly(first, second);
            assertThat(client.next()).isEqualTo(extensions(session));
            expectEchoes(client, session);
        }
    }

    @Test
    void messagesOnTheWireEndWithTheirChecksum() throws Exception {
        try (var peer = new RawPeer(uri("/echo"), "x-crc32c")) {
            assertThat(peer.answer()).contains("Sec-WebSocket-Extensions: x-crc32c");
            peer.send(MARKED_TEXT, "313233343536373839e3069283");
            assertThat(peer.receive()).isEqualTo(new Frame(MARKED_TEXT, "313233343536373839e3069283"));
        }
    }

    @Test
    void messagesBelowTheNegotiatedSizeHaveNoChecksum() throws Exception {
        try (var peer = new RawPeer(uri("/echo"), "x-crc32c; min_size=no, x-crc32c; min_size=9")) {
            assertThat(peer.answer()).contains("Sec-WebSocket-Extensions: x-crc32c; min_size=9");
            peer.send(TEXT, "3132333435363738");
            assertThat(peer.receive()).isEqualTo(new Frame(TEXT, "3132333435363738"));
            // The size is a matter of the sender: a receiver goes by the bit.
            peer.send(TEXT, "313233343536373839");
            assertThat(peer.receive()).isEqualTo(new Frame(MARKED_TEXT, "313233343536373839e3069283"));
            peer.send(MARKED_TEXT, "61c1d04330");
            assertThat(peer.receive()).isEqualTo(new Frame(TEXT, "61"));
        }
    }

    @Test
    void aBitThatWasFlippedClosesTheConnectionWith1007() throws Exception {
        try (var peer = new RawPeer(uri("/echo"), "x-crc32c")) {
            peer.send(MARKED_TEXT, "313233343536373039e3069283");
            Frame close = peer.receive();
            assertThat(close.head()).isEqualTo(0x88);
            assertThat(close.payload()).startsWith(String.format("%04x", 1007));
        }
    }

    private static void expectEchoes(Client client, Session session) throws Exception {
        for (String text : List.of("", "a", "\u00e4\u20ac", "Again and again. ".repeat(10_000))) {
            session.getBasicRemote().sendText(text);
            assertThat(client.next()).isEqualTo(text);
        }
        byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        session.getBasicRemote().sendBinary(ByteBuffer.wrap(random));
        assertThat(client.next()).isEqualTo(ByteBuffer.wrap(random));
        session.getBasicRemote().sendText("in ", false);
        session.getBasicRemote().sendText("", false);
        session.getBasicRemote().sendText("parts", true);
        assertThat(client.next()).isEqualTo("in parts");
    }

    private static Session connect(Client client, Extension... extensions) throws Exception {
        var config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(extensions))
                .build();
        return ContainerProvider.getWebSocketContainer().connectToServer(client, config, uri("/checked"));
    }

    private static URI uri(String path) {
        return URI.create("ws" + server.uri().resolve(path).toString().substring("http".length()));
    }

    private static Extension named(String name, Extension.Parameter... parameters) {
        return new Named(name, List.of(parameters));
    }

    private static String extensions(Session session) {
        return session.getNegotiatedExtensions().stream()
                .map(extension -> extension.getName()
                        + extension.getParameters().stream()
                                .map(parameter -> ";" + parameter.getName() + "=" + parameter.getValue())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(", "));
    }
}
