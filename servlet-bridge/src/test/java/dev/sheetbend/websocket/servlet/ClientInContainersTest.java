package dev.sheetbend.websocket.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.container.Settings;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server container that is a client as well, connected to itself through every servlet container. */
@Timeout(60)
class ClientInContainersTest {
    private static final int[] SIZES = {0, 1, 125, 126, 16_384, 65_535, 65_536, 500_000};

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        certificate = new TestCertificate(directory);
    }

    /** Sends back what it gets. */
    @ServerEndpoint("/echo")
    public static class EchoEndpoint {
        /** For the container. */
        public EchoEndpoint() {}

        @OnMessage
        public String text(String text) {
            return text;
        }

        @OnMessage
        public ByteBuffer binary(ByteBuffer bytes) {
            return bytes;
        }
    }

    /** Keeps what it gets. */
    private static final class Recorder extends Endpoint {
        private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) messages::add);
            session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) messages::add);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.complete(reason);
        }

        Object next() throws InterruptedException {
            return messages.poll(20, TimeUnit.SECONDS);
        }
    }

    private static TestServer server(String name) {
        return switch (name) {
            case "Jetty" -> new JettyServer();
            case "Tomcat" -> new TomcatServer();
            default -> new UndertowServer();
        };
    }

    @ParameterizedTest
    @CsvSource({"Jetty, false", "Jetty, true", "Tomcat, false", "Tomcat, true", "Undertow, false", "Undertow, true"})
    void echoesThroughTheContainer(String name, boolean secure) throws Exception {
        var container = new ServletServerContainer(Settings.of(property -> null));
        container.addEndpoint(EchoEndpoint.class);
        TestServer server = server(name);
        int port = server.start(container.filter(), secure ? Optional.of(certificate) : Optional.empty());
        try {
            var recorder = new Recorder();
            var config = ClientEndpointConfig.Builder.create()
                    .sslContext(certificate.context)
                    .build();
            String base = (secure ? "wss" : "ws") + "://localhost:" + port + "/app/";
            Session session = container.connectToServer(recorder, config, URI.create(base + "echo"));
            exchange(session, recorder);
            assertThatThrownBy(() -> container.connectToServer(new Recorder(), config, URI.create(base + "missing")))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refusal -> assertThat(new String(refusal.body(), UTF_8))
                                    .isEqualTo("plain"));

            container.stop();

            await().until(() -> !session.isOpen());
            assertThat(recorder.closed.get(10, TimeUnit.SECONDS).getCloseCode().getCode())
                    .isEqualTo(1001);
        } finally {
            server.stop();
            container.stop();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(container.bufferPool().outstanding()).isZero());
    }

    private static void exchange(Session session, Recorder recorder) throws Exception {
        var random = new Random(7);
        for (int size : SIZES) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
            assertThat(recorder.next()).isEqualTo(ByteBuffer.wrap(bytes));
            String text = "\u00e9".repeat(size / 2);
            session.getBasicRemote().sendText(text);
            assertThat(recorder.next()).isEqualTo(text);
        }
    }
}
