package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.Container;
import dev.sheetbend.websocket.tck.ServerProcess;
import dev.sheetbend.websocket.tck.TestTls;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stopping an application closes its sessions with 1001 on both sides and leaves nothing running. */
@Tag("distributions")
class ApplicationStopTest {
    private static final Duration WAIT = Duration.ofSeconds(BehaviourTest.SECONDS);
    private static final int CLIENTS_OF_A_KIND = 5;

    static List<Container> containers() {
        return Container.selected();
    }

    @ParameterizedTest
    @MethodSource("containers")
    void everyPeerGets1001AndNoThreadIsLeft(Container container) throws Exception {
        ExecutorService readers = Executors.newCachedThreadPool();
        try (ServerProcess server = ServerProcess.start(container)) {
            List<RawWebSocketClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS_OF_A_KIND; i++) {
                clients.add(open("ws", server, "plain-" + i));
                clients.add(open("wss", server, "secure-" + i));
            }
            RawWebSocketClient silent = open("ws", server, "silent");
            List<CompletableFuture<RawFrame>> closes = new ArrayList<>();
            for (RawWebSocketClient client : clients) {
                closes.add(CompletableFuture.supplyAsync(() -> answerClose(client), readers));
            }

            server.stop();

            for (CompletableFuture<RawFrame> close : closes) {
                assertThat(close.get(BehaviourTest.SECONDS, TimeUnit.SECONDS).closeCode())
                        .isEqualTo(1001);
            }
            // This one has not answered, and is cut off.
            assertThat(BehaviourTest.frame(silent, WireFrame.CLOSE).closeCode()).isEqualTo(1001);
            silent.readToEnd();
            assertThat(server.threads()).isEmpty();
            assertThat(server.log().lines().filter(line -> line.contains("] close ")))
                    .hasSize(2 * CLIENTS_OF_A_KIND + 1)
                    .allMatch(line -> line.contains("] close 1001 "));
            clients.add(silent);
            for (RawWebSocketClient client : clients) {
                client.close();
            }
            assertThat(server.end()).isZero();
        } finally {
            readers.shutdownNow();
        }
    }

    /** A connection whose endpoint has been opened. */
    private static RawWebSocketClient open(String scheme, ServerProcess server, String key) throws IOException {
        int port = scheme.equals("ws") ? server.httpPort() : server.httpsPort();
        URI uri = URI.create(scheme + "://127.0.0.1:" + port + server.contextPath() + "/command?key=" + key);
        RawWebSocketClient client = RawWebSocketClient.connect(uri, TestTls.trusting(), WAIT);
        assertThat(client.handshake().status()).isEqualTo(101);
        client.sendText("ready");
        assertThat(BehaviourTest.text(client)).isEqualTo("ready");
        return client;
    }

    private static RawFrame answerClose(RawWebSocketClient client) {
        try {
            RawFrame close = BehaviourTest.frame(client, WireFrame.CLOSE);
            client.sendClose(close.closeCode(), "");
            client.readToEnd();
            return close;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
