package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.TestTls;
import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import dev.sheetbend.websocket.tck.endpoint.Journal;
import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chapters have in common: an archive with a journal, and clients that are ended after each test. */
@Tag("arquillian")
@ExtendWith({ResultsCollector.class, ArquillianExtension.class})
abstract class DeployedWar {
    /** How long to wait for anything before a test fails. */
    static final int SECONDS = 30;

    static final Duration WAIT = Duration.ofSeconds(SECONDS);
    private static final List<String> SECURE_SCHEMES = List.of("wss", "https");
    private static final AtomicLong KEYS = new AtomicLong();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ArquillianResource
    private URI application;

    @ArquillianResource
    @TargetsContainer("secure")
    private URI secureApplication;

    private final String key = "wsc-" + KEYS.incrementAndGet();
    private final List<AutoCloseable> clients = new ArrayList<>();

    /** An archive with these classes, the classes nested in them, the journal and the servlets that tests ask. */
    static WebArchive war(String name, Class<?>... classes) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addClasses(Journal.class, JournalServlet.class, DeployServlet.class)
                .addClasses(classes);
    }

    /**
     * Where the application has this path; the journal's key of this test is in the query.
     *
     * @param scheme of WebSocket or HTTP; if it is a secure one, the address has the secure port
     * @param path with a leading slash: of the server, and not of the application
     */
    final URI uri(String scheme, String path) {
        String separator = path.contains("?") ? "&" : "?";
        URI base = SECURE_SCHEMES.contains(scheme) ? secureApplication : application;
        String root = path.startsWith("/") ? "" : base.getPath();
        return URI.create(scheme + "://" + base.getAuthority() + root + path + separator + "key=" + key);
    }

    /** What the endpoints of this test note their lines under. */
    final String key() {
        return key;
    }

    /** Has this closed after the test. */
    final void closeLater(AutoCloseable client) {
        clients.add(client);
    }

    /** A connection of the JDK's client. */
    final JdkSocket jdk(String path) throws Exception {
        return jdk(path, HTTP.newWebSocketBuilder());
    }

    /** A connection of the JDK's client with a header line in its handshake. */
    final JdkSocket jdk(String path, String header, String value) throws Exception {
        return jdk(path, HTTP.newWebSocketBuilder().header(header, value));
    }

    private JdkSocket jdk(String path, WebSocket.Builder builder) throws Exception {
        var socket = new JdkSocket();
        socket.opened(builder.buildAsync(uri("ws", path), socket).get(SECONDS, TimeUnit.SECONDS));
        closeLater(() -> socket.socket().abort());
        return socket;
    }

    /** What the endpoint answers to this text in a connection of its own. */
    final String ask(String path, String text) throws Exception {
        return ask(jdk(path), text);
    }

    /** What the endpoint answers to this text. */
    static String ask(JdkSocket socket, String text) throws Exception {
        socket.sendText(text);
        return socket.text();
    }

    /** The answer to an opening handshake with these header lines. */
    final HttpAnswer handshake(String path, String... lines) throws IOException {
        return rawWithoutHandshake(path).handshake(lines);
    }

    /** A raw connection after the opening handshake. */
    final RawWebSocketClient raw(String path) throws IOException {
        RawWebSocketClient client = rawWithoutHandshake(path);
        assertThat(client.handshake().status()).isEqualTo(101);
        return client;
    }

    /** A raw connection without any bytes sent. */
    final RawWebSocketClient rawWithoutHandshake(String path) throws IOException {
        return rawWithoutHandshake("ws", path);
    }

    /** A raw connection without any bytes sent, but for those of TLS. */
    final RawWebSocketClient rawWithoutHandshake(String scheme, String path) throws IOException {
        RawWebSocketClient client = RawWebSocketClient.connect(uri(scheme, path), TestTls.trusting(), WAIT);
        closeLater(client);
        return client;
    }

    /** The next text frame. */
    static String text(RawWebSocketClient client) throws IOException {
        RawFrame frame = client.readFrame().orElseThrow();
        assertThat(frame.opcode()).isEqualTo(WireFrame.TEXT);
        return frame.text();
    }

    /** The code of the next frame, which must be a Close. */
    static int closeCode(RawWebSocketClient client) throws IOException {
        RawFrame frame = client.readFrame().orElseThrow();
        assertThat(frame.opcode()).isEqualTo(WireFrame.CLOSE);
        return frame.closeCode();
    }

    /** The body of a page, which must be there. */
    final String get(String path) throws Exception {
        HttpResponse<String> answer = response(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().strip();
    }

    /** The answer to a GET with these header lines, each a name and a value. */
    final HttpResponse<String> response(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", path)).timeout(WAIT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What {@code addEndpoint} says to this class, which the archive has: "deployed", or the exception with its text. */
    final String deploy(Class<?> type) throws Exception {
        return get("deploy?class=" + type.getName());
    }

    /** What {@code addEndpoint} says to a configuration of this class at this path. */
    final String deploy(Class<?> type, String path) throws Exception {
        return get("deploy?class=" + type.getName() + "&path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
    }

    /** Writes a line for an endpoint to wait for. */
    final void note(String line) throws Exception {
        get("journal?note=" + URLEncoder.encode(line, StandardCharsets.UTF_8));
    }

    /** What the endpoints of this test have noted. */
    final List<String> journal() throws Exception {
        return get("journal").lines().toList();
    }

    /** Waits until the journal has exactly these lines. */
    final void awaitJournal(String... lines) {
        await().atMost(WAIT).untilAsserted(() -> assertThat(journal()).containsExactly(lines));
    }

    @AfterEach
    final void endClients() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
    }
}
