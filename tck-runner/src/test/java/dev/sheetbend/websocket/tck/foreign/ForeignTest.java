package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.TestTls;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What the tests against foreign servers have in common. After each, every connection of it was closed exactly once. */
@Timeout(60)
abstract class ForeignTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final AtomicLong KEYS = new AtomicLong();

    final ForeignPeer peer;

    private final WebSocketContainer container = ContainerProvider.getWebSocketContainer();
    private final List<ForeignClient> clients = new ArrayList<>();

    ForeignTest(ForeignPeer peer) {
        this.peer = peer;
    }

    static ClientEndpointConfig.Builder config() {
        return ClientEndpointConfig.Builder.create().sslContext(TestTls.trusting());
    }

    static String newKey() {
        return "client-" + KEYS.incrementAndGet();
    }

    final ForeignClient connect() throws Exception {
        return connect(newKey());
    }

    final ForeignClient connect(String key) throws Exception {
        return connect(config().build(), peer.port(), "/foreign?key=" + key);
    }

    final ForeignClient connect(ClientEndpointConfig config, int port, String path) throws Exception {
        return connect(config, peer.uri(port, path));
    }

    final ForeignClient connect(ClientEndpointConfig config, URI uri) throws Exception {
        assertThat(container.getClass().getName()).startsWith("dev.sheetbend.");
        var client = new ForeignClient();
        container.connectToServer(client, config, uri);
        clients.add(client);
        return client;
    }

    /** Waits until the server has noted this of that connection. */
    final void awaitNote(ForeignClient asking, String key, String note) {
        eventually(() -> assertThat(asking.ask("!seen " + key).toString()).contains(note));
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(WAIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(assertion);
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    final void everyConnectionEndsOnce() throws Exception {
        for (ForeignClient client : clients) {
            client.session.close();
        }
        ((AutoCloseable) container).close();
        for (ForeignClient client : clients) {
            eventually(() -> assertThat(client.closes).hasSize(1));
            assertThat(client.errors).isEmpty();
        }
    }
}
