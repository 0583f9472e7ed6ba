package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers that vanish without a FIN: behind a relay that passes nothing on any more, they neither read nor answer nor end.
 * Each of the three time limits ends such a connection, the endpoint hears of it once, and nothing is left.
 */
@Timeout(60)
class SilentPeerTest {
    private static final String SHORT = "300";

    private static SSLContext tls;

    private final SheetbendClientContainer container = ClientContainers.create(Map.of(
            SheetbendProperties.SEND_TIMEOUT, SHORT,
            SheetbendProperties.CLOSE_TIMEOUT, SHORT));
    private final CountingEndpoint endpoint = new CountingEndpoint();

    /** Keeps every call of onClose. */
    public static final class CountingEndpoint extends RecordingEndpoint {
        final List<Integer> closes = new CopyOnWriteArrayList<>();

        @Override
        public void onClose(Session session, CloseReason reason) {
            closes.add(reason.getCloseCode().getCode());
            super.onClose(session, reason);
        }
    }

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        tls = TestCertificate.contextFor("localhost", directory);
    }

    @AfterEach
    void nothingIsLeftAndTheEndCameOnce() {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(container.bufferPool().outstanding()).isZero());
        ClientContainers.closeAndCheck(container);
        assertThat(endpoint.closes).hasSize(1);
    }

    private Session connect(VanishingRelay relay, RawServer server) throws Exception {
        var config = ClientEndpointConfig.Builder.create().sslContext(tls).build();
        Session session = container.connectToServer(endpoint, config, relay.uri(server));
        session.getBasicRemote().sendText("still there");
        assertThat(endpoint.next()).isEqualTo("still there");
        relay.vanish();
        return session;
    }

    private static RawServer echo(boolean secure) throws IOException {
        return RawServer.echo(secure ? Optional.of(tls) : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theIdleTimeoutEndsIt(boolean secure) throws Exception {
        try (RawServer server = echo(secure);
                VanishingRelay relay = new VanishingRelay(server.port())) {
            Session session = connect(relay, server);
            session.setMaxIdleTimeout(200);

            assertThat(endpoint.closeCode()).isEqualTo(1006);
            relay.awaitEndOfClient();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSendTimeoutEndsIt(boolean secure) throws Exception {
        try (RawServer server = echo(secure);
                VanishingRelay relay = new VanishingRelay(server.port())) {
            Session session = connect(relay, server);

            assertThatThrownBy(() -> session.getBasicRemote().sendBinary(ByteBuffer.allocate(30 * 1024 * 1024)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(endpoint.closeCode()).isEqualTo(1006);
            relay.awaitEndOfClient();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTimeoutOfAnAsynchronousSendEndsIt(boolean secure) throws Exception {
        try (RawServer server = echo(secure);
                VanishingRelay relay = new VanishingRelay(server.port())) {
            Session session = connect(relay, server);
            session.getAsyncRemote().setSendTimeout(200);
            var sent = session.getAsyncRemote().sendBinary(ByteBuffer.allocate(30 * 1024 * 1024));

            assertThatThrownBy(() -> sent.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThat(endpoint.closeCode()).isEqualTo(1006);
        }
    }

    /** The endpoint need not wait for the answer, but the connection does not stay. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCloseTimeoutEndsIt(boolean secure) throws Exception {
        try (RawServer server = echo(secure);
                VanishingRelay relay = new VanishingRelay(server.port())) {
            Session session = connect(relay, server);
            session.close();

            assertThat(endpoint.closeCode()).isEqualTo(1000);
            relay.awaitEndOfClient();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingTheContainerEndsIt(boolean secure) throws Exception {
        try (RawServer server = echo(secure);
                VanishingRelay relay = new VanishingRelay(server.port())) {
            Session session = connect(relay, server);
            var closed = CompletableFuture.runAsync(container::close);

            closed.get(20, TimeUnit.SECONDS);
            assertThat(session.isOpen()).isFalse();
            assertThat(endpoint.closeCode()).isEqualTo(1001);
            relay.awaitEndOfClient();
        }
    }
}
