package dev.sheetbend.websocket.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.frame.Bytes;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over a client's connection, plain and encrypted, and the ways in which it ends. */
@Timeout(60)
class ClientConnectionTest {
    private static final int[] SIZES = {0, 1, 125, 126, 1024, 16_000, 16_383, 16_384, 16_385, 65_535, 65_536, 200_000};

    private static SSLContext tls;

    private final SheetbendClientContainer container = ClientContainers.create();
    private final RecordingEndpoint endpoint = new RecordingEndpoint();

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        tls = TestCertificate.contextFor("localhost", directory);
    }

    @AfterEach
    void nothingIsLeft() {
        ClientContainers.closeAndCheck(container);
    }

    private static Optional<SSLContext> tls(boolean secure) {
        return secure ? Optional.of(tls) : Optional.empty();
    }

    private Session connect(RawServer server) throws Exception {
        var config = ClientEndpointConfig.Builder.create().sslContext(tls).build();
        return container.connectToServer(endpoint, config, server.uri());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void echoesMessagesOfEverySize(boolean secure) throws Exception {
        try (RawServer server = RawServer.echo(tls(secure))) {
            Session session = connect(server);
            for (int size : SIZES) {
                byte[] bytes = Bytes.pattern(size);
                session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
                assertThat(endpoint.next()).isEqualTo(ByteBuffer.wrap(bytes));
                String text = "\u00e9".repeat(size / 2) + "x".repeat(size % 2);
                session.getBasicRemote().sendText(text);
                assertThat(endpoint.next()).isEqualTo(text);
            }
            session.close();
            assertThat(endpoint.closeCode()).isEqualTo(1000);
            assertThat(endpoint.errors).isEmpty();
        }
    }

    /** Far more than the sockets' buffers and TLS keys take: both directions are full at times. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void movesMegabytesBothWaysAtOnce(boolean secure) throws Exception {
        try (RawServer server = RawServer.echo(tls(secure))) {
            Session session = connect(server);
            byte[] bytes = Bytes.pattern(256 * 1024);
            for (int i = 0; i < 64; i++) {
                session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
            }
            for (int i = 0; i < 64; i++) {
                assertThat(endpoint.next()).isEqualTo(ByteBuffer.wrap(bytes));
            }
            assertThat(endpoint.errors).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deliversWhatCameWithTheAnswer(boolean secure) throws Exception {
        byte[] hello = {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'};
        try (RawServer server = new RawServer(tls(secure), connection -> {
            byte[] head = connection.switching().getBytes(ISO_8859_1);
            byte[] both = Arrays.copyOf(head, head.length + hello.length);
            System.arraycopy(hello, 0, both, head.length, hello.length);
            connection.send(both);
            connection.drain();
        })) {
            connect(server);

            assertThat(endpoint.next()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCloseOfTheServerIsAnsweredAndReported(boolean secure) throws Exception {
        var echoed = new CompletableFuture<byte[]>();
        try (RawServer server = new RawServer(tls(secure), connection -> {
            connection.answer(connection.switching());
            connection.send(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xE9});
            echoed.complete(connection.socket.getInputStream().readNBytes(8));
        })) {
            connect(server);

            assertThat(endpoint.closeCode()).isEqualTo(1001);
            assertThat(echoed.get(10, TimeUnit.SECONDS)).startsWith((byte) 0x88, (byte) 0x82);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatEndsWithoutACloseFrameIs1006(boolean secure) throws Exception {
        try (RawServer server = new RawServer(tls(secure), connection -> connection.answer(connection.switching()))) {
            Session session = connect(server);

            assertThat(endpoint.closeCode()).isEqualTo(1006);
            assertThat(session.isOpen()).isFalse();
        }
    }

    /** Somebody on the way can end a TCP connection, but not say that TLS has ended. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void tlsThatIsCutOffIs1006(String protocol) throws Exception {
        try (RawServer server = new RawServer(Optional.of(tls), connection -> {
                    ((SSLSocket) connection.socket).setEnabledProtocols(new String[] {protocol});
                    connection.answer(connection.switching());
                    connection.drain();
                });
                VanishingRelay relay = new VanishingRelay(server.port())) {
            var config = ClientEndpointConfig.Builder.create().sslContext(tls).build();
            Session session = container.connectToServer(endpoint, config, relay.uri(server));
            relay.endClient();

            assertThat(endpoint.closeCode()).isEqualTo(1006);
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    void aServerThatDiesWithoutAFinIs1006() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.answer(connection.switching());
            connection.socket.getInputStream().readNBytes(7);
            connection.reset();
        })) {
            Session session = connect(server);
            session.getBasicRemote().sendText("x");

            assertThat(endpoint.closeCode()).isEqualTo(1006);
            // Until onClose has returned, it is an IOException.
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> session.getBasicRemote().sendText("y"))
                    .isInstanceOf(IllegalStateException.class));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void abortBreaksTheConnectionOff(boolean secure) throws Exception {
        var seen = new CompletableFuture<Throwable>();
        try (RawServer server = new RawServer(tls(secure), connection -> {
            connection.answer(connection.switching());
            try {
                connection.drain();
                seen.complete(new AssertionError("an orderly end"));
            } catch (IOException e) {
                seen.complete(e);
                throw e;
            }
        })) {
            Session session = connect(server);
            ((SheetbendSession) session).abort();

            assertThat(endpoint.closeCode()).isEqualTo(1006);
            assertThat(seen.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStuckWriteEndsWithAnAbort(boolean secure) throws Exception {
        var hold = new CompletableFuture<Void>();
        try (RawServer server = new RawServer(tls(secure), connection -> {
            connection.answer(connection.switching());
            hold.get(30, TimeUnit.SECONDS);
        })) {
            Session session = connect(server);
            var failed = new CompletableFuture<Throwable>();
            session.getAsyncRemote()
                    .sendBinary(
                            ByteBuffer.allocate(30 * 1024 * 1024), result -> failed.complete(result.getException()));
            ((SheetbendSession) session).abort();

            assertThat(failed.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            assertThat(endpoint.closeCode()).isEqualTo(1006);
            hold.complete(null);
        }
    }

    @Test
    void aBusyHandlerStopsReadingAndNothingIsLost() throws Exception {
        try (RawServer server = RawServer.echo(Optional.of(tls))) {
            Session session = connect(server);
            var release = new CompletableFuture<Void>();
            session.getMessageHandlers().forEach(session::removeMessageHandler);
            session.addMessageHandler(byte[].class, bytes -> {
                release.join();
                endpoint.messages.add(ByteBuffer.wrap(bytes));
            });
            for (int i = 0; i < 20; i++) {
                session.getBasicRemote().sendBinary(ByteBuffer.wrap(new byte[] {(byte) i}));
            }
            release.complete(null);
            for (int i = 0; i < 20; i++) {
                assertThat(endpoint.next()).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) i}));
            }
        }
    }

    @Test
    void tellsTheServerWhichHostItWants() throws Exception {
        var names = new CompletableFuture<List<SNIServerName>>();
        try (RawServer server = new RawServer(Optional.of(tls), connection -> {
            connection.request();
            var session = (ExtendedSSLSession) ((SSLSocket) connection.socket).getSession();
            names.complete(session.getRequestedServerNames());
            connection.answer(connection.switching());
            connection.drain();
        })) {
            assertThat(connect(server).isSecure()).isTrue();

            assertThat(names.get(10, TimeUnit.SECONDS)).isEqualTo(List.of(new SNIHostName("localhost")));
        }
    }

    @Test
    void pingsAreAnsweredAndPongsArrive() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            Session session = connect(server);
            var pong = new CompletableFuture<ByteBuffer>();
            session.addMessageHandler(PongMessage.class, message -> pong.complete(message.getApplicationData()));
            session.getBasicRemote().sendPing(ByteBuffer.wrap(new byte[] {1, 2}));

            assertThat(pong.get(10, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        }
    }

    @Test
    void closingTheContainerSaysGoodbyeAndEndsTheThreads() throws Exception {
        var echoed = new CompletableFuture<byte[]>();
        try (RawServer server = new RawServer(connection -> {
            connection.answer(connection.switching());
            byte[] frame = connection.socket.getInputStream().readNBytes(8);
            // What is left unread would reset the connection.
            connection.socket.getInputStream().readNBytes((frame[1] & 0x7F) - 2);
            echoed.complete(frame);
            connection.send(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xE9});
        })) {
            Session session = connect(server);
            container.close();

            await().until(() -> !session.isOpen());
            assertThat(endpoint.closeCode()).isEqualTo(CloseReason.CloseCodes.GOING_AWAY.getCode());
            byte[] frame = echoed.get(10, TimeUnit.SECONDS);
            assertThat((frame[6] ^ frame[2]) & 0xFF).isEqualTo(0x03);
            assertThat((frame[7] ^ frame[3]) & 0xFF).isEqualTo(0xE9);
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(ClientContainers.threadsNamed("sheetbend-client"))
                            .isZero());
            assertThatThrownBy(() -> connect(server))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("has stopped");
        }
    }
}
