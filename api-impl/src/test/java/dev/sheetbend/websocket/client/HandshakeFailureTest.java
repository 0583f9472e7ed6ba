package dev.sheetbend.websocket.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are not there, say nothing, or say the wrong thing: connectToServer says which, and nothing is left. */
@Timeout(60)
class HandshakeFailureTest {
    private final SheetbendClientContainer container = ClientContainers.create(Map.of(
            SheetbendProperties.CONNECT_TIMEOUT, "5000",
            SheetbendProperties.HANDSHAKE_TIMEOUT, "5000"));

    private final RecordingEndpoint endpoint = new RecordingEndpoint();
    private ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
            .preferredSubprotocols(List.of("chat"))
            .extensions(List.<Extension>of(new Offered("ext1")))
            .build();

    /** An extension without parameters. */
    private record Offered(String name) implements Extension {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public List<Parameter> getParameters() {
            return List.of();
        }
    }

    @BeforeAll
    static void prepareTls() {
        TestCertificate.useShortLivedKeys();
    }

    @AfterEach
    void nothingHasHappenedAndNothingIsLeft() {
        assertThat(endpoint.opened).isFalse();
        assertThat(endpoint.errors).isEmpty();
        assertThat(endpoint.closed).isNotDone();
        ClientContainers.closeAndCheck(container);
    }

    private Throwable failure(RawServer server) {
        return failure(server.uri());
    }

    private Throwable failure(URI uri) {
        return catchThrowable(() -> container.connectToServer(endpoint, config, uri));
    }

    private static RawServer answering(String answer) throws IOException {
        return new RawServer(connection -> connection.answer(answer));
    }

    @Test
    void carriesStatusHeadersAndBodyOfARefusal() throws Exception {
        try (RawServer server = answering("HTTP/1.1 403 Forbidden\r\nX-Why: because\r\nContent-Length: 3\r\n\r\nNo!")) {
            assertThat(failure(server)).isInstanceOfSatisfying(HandshakeException.class, refusal -> {
                assertThat(refusal).hasMessage("The server answered with status 403 instead of 101.");
                assertThat(refusal.status()).isEqualTo(403);
                assertThat(refusal.headers().get("x-why")).containsExactly("because");
                assertThat(refusal.body()).isEqualTo("No!".getBytes(ISO_8859_1));
            });
        }
    }

    @Test
    void keeps16KibibytesOfTheBodyAndNoMore() throws Exception {
        try (RawServer server = answering("HTTP/1.1 500 x\r\n\r\n" + "x".repeat(100_000))) {
            assertThat(failure(server))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refusal -> assertThat(refusal.body()).hasSize(16 * 1024));
        }
    }

    /** Each rule of RFC 6455, 4.1 at the real thing; the single cases are in the handshake's own test. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK         | websocket | Upgrade | A | X: y | with status 200",
                "HTTP/1.1 101 x          | h2c       | Upgrade | A | X: y | Upgrade header",
                "HTTP/1.1 101 x          | websocket | close   | A | X: y | Connection header",
                "HTTP/1.1 101 x          | websocket | Upgrade | wrong | X: y | Sec-WebSocket-Accept header",
                "HTTP/1.1 101 x          | websocket | Upgrade | A | Sec-WebSocket-Protocol: other | subprotocol that",
                "HTTP/1.1 101 x          | websocket | Upgrade | A | Sec-WebSocket-Extensions: other | extension that",
                "HTTP/1.1 101 x          | websocket | Upgrade | A | Sec-WebSocket-Extensions: ext1 | does not have"
            })
    void refusesAWrongAnswer(
            String statusLine, String upgrade, String connectionValue, String accept, String more, String message)
            throws Exception {
        try (RawServer server = new RawServer(connection -> {
            String right = connection.switching();
            String key = right.substring(right.indexOf("Accept: ") + 8).strip();
            connection.answer(statusLine.strip() + "\r\nUpgrade: " + upgrade.strip() + "\r\nConnection: "
                    + connectionValue.strip() + "\r\nSec-WebSocket-Accept: "
                    + (accept.strip().equals("A") ? key : "wrong") + "\r\n" + more.strip() + "\r\n\r\n");
            connection.drain();
        })) {
            assertThat(failure(server)).isInstanceOf(HandshakeException.class).hasMessageContaining(message.strip());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n", "HTTP/1.1 101 x\n\n", "garbage\r\n\r\n"})
    void whatIsNotHttpHasStatusZero(String answer) throws Exception {
        try (RawServer server = answering(answer)) {
            assertThat(failure(server))
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refusal -> assertThat(refusal.status()).isZero());
        }
    }

    @Test
    void refusesAnEndlessHead() throws Exception {
        try (RawServer server = answering("HTTP/1.1 101 x\r\nA: " + "a".repeat(20_000))) {
            assertThat(failure(server))
                    .isInstanceOf(HandshakeException.class)
                    .hasMessageContaining("longer than 16384 bytes");
        }
    }

    @Test
    void aServerThatClosesAtOnceIsAnIoException() throws Exception {
        try (RawServer server = new RawServer(RawServer.Connection::request)) {
            assertThat(failure(server)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aServerThatResetsIsAnIoException() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.request();
            connection.reset();
        })) {
            assertThat(failure(server)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 101 Switching", "HTTP/1.1 100 Continue\r\n\r\n"})
    void aServerThatDoesNotFinishItsAnswerMeetsTheTimeLimit(String beginning) throws Exception {
        config.getUserProperties().put(SheetbendProperties.HANDSHAKE_TIMEOUT, 200);
        var hold = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
            connection.answer(beginning);
            hold.await();
        })) {
            assertThat(failure(server))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("The server did not complete the opening handshake within 200 ms.");
        } finally {
            hold.countDown();
        }
    }

    @Test
    void aServerThatNeverSpeaksTlsMeetsTheTimeLimit() throws Exception {
        config.getUserProperties().put(SheetbendProperties.HANDSHAKE_TIMEOUT, "200");
        var hold = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> hold.await())) {
            assertThat(failure(URI.create("wss://localhost:" + server.port() + "/")))
                    .isInstanceOf(SocketTimeoutException.class);
        } finally {
            hold.countDown();
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsAnIoException() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
            connection.drain();
        })) {
            assertThat(failure(URI.create("wss://localhost:" + server.port() + "/")))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void anInterruptEndsTheAttempt() throws Exception {
        var asked = new CountDownLatch(1);
        var hold = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
            connection.request();
            asked.countDown();
            hold.await();
        })) {
            var thrown = new CompletableFuture<Throwable>();
            var stillInterrupted = new AtomicReference<Boolean>();
            var thread = new Thread(() -> {
                Throwable failure = failure(server);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
                thrown.complete(failure);
            });
            thread.start();
            asked.await();
            thread.interrupt();

            assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
            assertThat(stillInterrupted.get()).isTrue();
        } finally {
            hold.countDown();
        }
    }

    @Test
    void anUnreachableServerIsAnIoException() throws Exception {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getAllByName("127.0.0.1")[0])) {
            freePort = socket.getLocalPort();
        }
        assertThat(failure(URI.create("ws://127.0.0.1:" + freePort + "/"))).isInstanceOf(ConnectException.class);
        assertThat(failure(URI.create("ws://does-not-exist.invalid/"))).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused(@TempDir Path directory) throws Exception {
        var server = TestCertificate.contextFor("localhost", directory);
        var other = TestCertificate.contextFor("other.example", directory);
        config = ClientEndpointConfig.Builder.create().sslContext(other).build();
        try (RawServer raw = RawServer.echo(Optional.of(server))) {
            assertThat(failure(raw)).isInstanceOf(SSLException.class);
            // The platform's default context does not know it either.
            config = ClientEndpointConfig.Builder.create().build();
            assertThat(failure(raw)).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused(@TempDir Path directory) throws Exception {
        var context = TestCertificate.contextFor("other.example", directory);
        config = ClientEndpointConfig.Builder.create().sslContext(context).build();
        try (RawServer raw = RawServer.echo(Optional.of(context))) {
            assertThat(failure(raw)).isInstanceOf(SSLException.class).hasMessageContaining("localhost");
            assertThat(failure(raw.uri("127.0.0.1", "/"))).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost/", "ws://localhost/#f", "ws://u:p@localhost/", "ws:///x", "ws://localhost:0/"})
    void aUriThatIsNoWebSocketUriIsADeploymentException(String uri) {
        assertThat(failure(URI.create(uri)))
                .isInstanceOf(DeploymentException.class)
                .isNotInstanceOf(HandshakeException.class)
                .hasMessageContaining("The URI of a WebSocket server");
    }

    @Test
    void nothingMayBeNull() {
        assertThat(failure((URI) null)).isInstanceOf(DeploymentException.class);
        URI uri = URI.create("ws://localhost/");
        assertThatThrownBy(() -> container.connectToServer((Object) null, uri)).isInstanceOf(DeploymentException.class);
        assertThatThrownBy(() -> container.connectToServer((Class<?>) null, uri))
                .isInstanceOf(DeploymentException.class);
        assertThatThrownBy(() -> container.connectToServer((RecordingEndpoint) null, config, uri))
                .isInstanceOf(DeploymentException.class);
        assertThatThrownBy(() -> container.connectToServer((Class<RecordingEndpoint>) null, config, uri))
                .isInstanceOf(DeploymentException.class);
    }

    @Test
    void aPropertyWithAnIllegalValueIsADeploymentException() {
        config.getUserProperties().put(SheetbendProperties.CONNECT_TIMEOUT, 0);

        assertThat(failure(URI.create("ws://localhost/")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(SheetbendProperties.CONNECT_TIMEOUT);
    }

    @Test
    void aConfiguratorThatBreaksTheRequestIsADeploymentException() {
        config = ClientEndpointConfig.Builder.create()
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        headers.put("X-Bad", List.of("a\r\nInjected: b"));
                    }
                })
                .build();

        assertThat(failure(URI.create("ws://localhost/")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("X-Bad");
    }
}
