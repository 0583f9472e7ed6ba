package dev.sheetbend.websocket.tck.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Redeploying an application with open connections, again and again: they get 1001, and nothing of it stays. */
@Tag("distributions")
class RedeployTest {
    private static final int TIMES = 20;
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final int COMPRESSED = 4;
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";

    private final ExecutorService readers = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Integer>> closeCodes = new ArrayList<>();

    static List<Container> containers() {
        return Container.selected().stream()
                .filter(container -> container.distribution().isPresent())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("containers")
    void nothingOfAnOldDeploymentStays(Container container) throws Exception {
        Distribution distribution = container.distribution().orElseThrow();
        try (DistributionProcess server = distribution.start(container + "-redeploy");
                LonePeer peer = new LonePeer()) {
            int loaders = loaders(distribution, server);
            Map<String, Integer> before = server.jvm().instances();

            for (int i = 0; i < TIMES; i++) {
                useAndUndeploy(distribution, server, peer);
                distribution.deploy(server);
            }
            useAndUndeploy(distribution, server, peer);

            await().atMost(WAIT)
                    .untilAsserted(() -> assertThat(server.threads()).isEmpty());
            int kept = distribution.keptByIdleThreads(server);
            assertThat(kept).isLessThan(TIMES / 2);
            await().atMost(WAIT)
                    .untilAsserted(() -> assertThat(loaders(distribution, server))
                            .as("Class loaders of applications that are there")
                            .isBetween(loaders - 1, loaders - 1 + kept));
            Map<String, Integer> after = server.jvm().instances();
            assertThat(growth("java.util.zip.Deflater", before, after)).isLessThanOrEqualTo(0);
            // Servers have some of their own, which come and go with jars.
            assertThat(growth("java.util.zip.Inflater", before, after)).isLessThan(TIMES);
            assertThat(distribution.leakWarnings(server.log())).isEmpty();
        }
    }

    @AfterEach
    void endReaders() {
        readers.shutdownNow();
    }

    private static int loaders(Distribution distribution, DistributionProcess server) {
        distribution.settle(server);
        return server.jvm().instances().getOrDefault(distribution.loaderClass(), 0);
    }

    private static int growth(String type, Map<String, Integer> before, Map<String, Integer> after) {
        return after.getOrDefault(type, 0) - before.getOrDefault(type, 0);
    }

    private void useAndUndeploy(Distribution distribution, DistributionProcess server, LonePeer peer) throws Exception {
        closeCodes.clear();
        for (String scheme : List.of("ws", "wss")) {
            echo(open(server, scheme, "/command"));
            RawWebSocketClient compressed = open(server, scheme, "/deflate/both-15-15", DEFLATE);
            compressed.sendText("x".repeat(1000));
            assertThat(compressed.readFrame().orElseThrow().rsv()).isEqualTo(COMPRESSED);
            awaitClose(compressed);
            unfinished(open(server, scheme, "/stream"));
        }
        call(open(server, "ws", "/caller"), peer);

        distribution.undeploy(server);

        for (CompletableFuture<Integer> closeCode : closeCodes) {
            assertThat(closeCode.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    private RawWebSocketClient open(ServerProcess server, String scheme, String path, String... headers)
            throws IOException {
        int port = scheme.equals("ws") ? server.httpPort() : server.httpsPort();
        URI uri = URI.create(scheme + "://127.0.0.1:" + port + server.contextPath() + path);
        RawWebSocketClient client = RawWebSocketClient.connect(uri, TestTls.trusting(), WAIT);
        assertThat(client.handshake(headers).status()).isEqualTo(101);
        return client;
    }

    private void echo(RawWebSocketClient client) throws IOException {
        client.sendText("hello");
        assertThat(client.readFrame().orElseThrow().text()).isEqualTo("hello");
        awaitClose(client);
    }

    /** A handler that waits for the rest of a message. */
    private void unfinished(RawWebSocketClient client) throws IOException {
        client.send(WireFrame.of(WireFrame.TEXT, "the beginning").notFinal());
        awaitClose(client);
    }

    /** A client connection of the application that nobody in it ends. */
    private void call(RawWebSocketClient client, LonePeer peer) throws IOException {
        CompletableFuture<Integer> called = peer.next();
        client.sendText(peer.uri().toString());
        assertThat(client.readFrame().orElseThrow().text()).isNotEmpty();
        closeCodes.add(called);
        awaitClose(client);
    }

    /** Answers the Close frame as a peer should. */
    private void awaitClose(RawWebSocketClient client) {
        closeCodes.add(CompletableFuture.supplyAsync(
                () -> {
                    try (client) {
                        RawFrame frame = client.readFrame().orElseThrow(() -> new AssertionError("No Close frame"));
                        assertThat(frame.opcode()).isEqualTo(WireFrame.CLOSE);
                        client.sendClose(frame.closeCode(), "");
                        client.readToEnd();
                        return frame.closeCode();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                readers));
    }
}
