package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.TestTls;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;

/**
 * What the tests of this package have in common: clients of two kinds, which are ended after each test; the journal of the
 * server; and the check that each test leaves no session and no buffer behind, and that no endpoint was closed twice.
 */
abstract class BehaviourTest {
    /** How long to wait for anything before the test fails. */
    static final int SECONDS = 30;

    private static final Duration WAIT = Duration.ofSeconds(SECONDS);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final AtomicLong KEYS = new AtomicLong();
    /** One for all: each has threads of its own. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TestTls.trusting())
            .build();

    /** What is tested. */
    final ServerUnderTest server;

    private final String key = "test-" + KEYS.incrementAndGet();
    private final List<AutoCloseable> clients = new ArrayList<>();

    BehaviourTest(ServerUnderTest server) {
        this.server = server;
    }

    // Clients

    /** A connection of the raw client without any bytes sent. */
    final RawWebSocketClient rawWithoutHandshake(String path) throws IOException {
        RawWebSocketClient client = RawWebSocketClient.connect(uri(path), TestTls.trusting(), WAIT);
        clients.add(client);
        return client;
    }

    /** A connection of the raw client after the opening handshake. */
    final RawWebSocketClient raw(String path, String... headers) throws IOException {
        RawWebSocketClient client = rawWithoutHandshake(path);
        assertThat(client.handshake(headers).status()).isEqualTo(101);
        return client;
    }

    /** A connection of the JDK's client. */
    final JdkSocket jdk(String path) throws Exception {
        return jdk(path, HTTP.newWebSocketBuilder());
    }

    /** A connection of the JDK's client, with more in its handshake. */
    final JdkSocket jdk(String path, WebSocket.Builder builder) throws Exception {
        return open(path, builder).get(SECONDS, TimeUnit.SECONDS);
    }

    /** A connection of the JDK's client that is being opened. */
    final CompletableFuture<JdkSocket> open(String path, WebSocket.Builder builder) {
        JdkSocket socket = new JdkSocket();
        CompletableFuture<JdkSocket> opening = builder.buildAsync(uri(path), socket)
                .thenApply(opened -> {
                    socket.opened(opened);
                    return socket;
                });
        clients.add(() -> opening.get(SECONDS, TimeUnit.SECONDS).socket().abort());
        return opening;
    }

    /** For {@link #jdk(String, WebSocket.Builder)}. */
    static WebSocket.Builder builder() {
        return HTTP.newWebSocketBuilder();
    }

    private URI uri(String path) {
        return server.endpoint(path + (path.contains("?") ? "&" : "?") + "key=" + key);
    }

    /** The answer to a plain GET. */
    final HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(server.page(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    // Frames

    /** The next frame, which must be there. */
    static RawFrame frame(RawWebSocketClient client) throws IOException {
        RawFrame frame = client.readFrame()
                .orElseThrow(() -> new AssertionError("The server ended the connection without a Close frame."));
        assertThat(frame.masked()).as("A server must not mask").isFalse();
        return frame;
    }

    /** Reads the next frame, which must be of this kind. */
    static RawFrame frame(RawWebSocketClient client, int opcode) throws IOException {
        RawFrame frame = frame(client);
        assertThat(frame.opcode()).as("Opcode of %s", frame).isEqualTo(opcode);
        return frame;
    }

    /** Reads a text message of one frame. */
    static String text(RawWebSocketClient client) throws IOException {
        RawFrame frame = frame(client, WireFrame.TEXT);
        assertThat(frame.fin()).isTrue();
        return frame.text();
    }

    /** Reads the Close frame, answers it if asked to, and then the end of the connection. */
    static RawFrame readClose(RawWebSocketClient client) throws IOException {
        RawFrame close = frame(client, WireFrame.CLOSE);
        assertThat(client.readFrame()).as("After Close").isEmpty();
        return close;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // The server's side

    /** What endpoints of this test's connections have seen so far. */
    final List<String> journal() throws Exception {
        String lines = get("/control/journal?key=" + key).body();
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n"));
    }

    /** Waits until the journal has a line that begins so, and gives it. */
    final String awaitJournal(String beginning) {
        return await().atMost(WAIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(
                        () -> journal().stream()
                                .filter(line -> line.startsWith(beginning))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty());
    }

    /** How many connections and buffers the server has. */
    final String state() throws Exception {
        return get("/control/state").body();
    }

    /** Waits until this comes true. */
    static void eventually(ThrowingRunnable assertion) {
        await().atMost(WAIT).pollDelay(Duration.ZERO).pollInterval(POLL).untilAsserted(assertion);
    }

    /** Waits until this is answered. */
    static <T> void eventually(Callable<T> question, T answer) {
        eventually(() -> assertThat(question.call()).isEqualTo(answer));
    }

    @AfterEach
    final void leavesNothingBehind() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        // A connection whose client has gone early may be on its way to a session yet.
        eventually(() -> {
            assertThat(state()).isEqualTo("sessions=0 buffers=0");
            List<String> journal = journal();
            assertThat(journal.stream()
                            .filter(line -> line.startsWith("close "))
                            .count())
                    .as("Calls of onClose in %s", journal)
                    .isEqualTo(journal.stream().filter("open"::equals).count());
        });
    }
}
