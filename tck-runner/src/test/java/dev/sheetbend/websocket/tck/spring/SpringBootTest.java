package dev.sheetbend.websocket.tck.spring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample on each server of each version, as {@code java -jar} runs it. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("selected")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpringBootTest {
    private static final long SECONDS = 20;
    private static final int TERMINATED = 128 + 15;
    private static final String FRIEND = "https://friend.example";

    private static SpringProcess application;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SpringBoot boot;

    SpringBootTest(SpringBoot boot) {
        this.boot = boot;
    }

    static List<SpringBoot> selected() {
        return SpringBoot.selected().toList();
    }

    @BeforeParameterizedClassInvocation
    static void start(SpringBoot boot) throws IOException {
        application = new SpringProcess(
                boot, "--server.servlet.context-parameters.dev.sheetbend.websocket.allowedOrigins=same-host," + FRIEND);
    }

    @AfterParameterizedClassInvocation
    static void end() {
        // There is none when it has not started.
        if (application != null) {
            application.close();
            application = null;
        }
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + application.port() + path);
    }

    private String get(String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(uri("http", path)).build(),
                        HttpResponse.BodyHandlers.ofString(ISO_8859_1))
                .body();
    }

    private JdkSocket open(String path, UnaryOperator<WebSocket.Builder> options) throws Exception {
        var socket = new JdkSocket();
        socket.opened(options.apply(http.newWebSocketBuilder())
                .buildAsync(uri("ws", path), socket)
                .get(SECONDS, TimeUnit.SECONDS));
        return socket;
    }

    private JdkSocket open(String path) throws Exception {
        return open(path, options -> options);
    }

    /** What is answered to a handshake with these headers, too. */
    private HttpAnswer handshake(String path, String... headers) throws IOException {
        try (var client = RawWebSocketClient.connect(uri("ws", path), Duration.ofSeconds(SECONDS))) {
            return client.handshake(headers);
        }
    }

    @Test
    void noOtherWebSocketIsInTheJar() throws IOException {
        try (var jar = new JarFile(boot.jar().toFile())) {
            assertThat(jar.stream()
                            .map(entry -> entry.getName().replaceFirst(".*/", ""))
                            .filter(name -> name.contains("websocket"))
                            .map(name -> name.replaceFirst("-[0-9].*", "")))
                    .filteredOn(name -> !name.equals("spring-boot-websocket"))
                    .containsExactlyInAnyOrder(
                            "sheetbend-websocket",
                            "spring-websocket",
                            "jakarta.websocket-api",
                            "jakarta.websocket-client-api");
        }
    }

    @Test
    void ourContainerServes() throws Exception {
        assertThat(get("/about")).isEqualTo("dev.sheetbend.websocket.servlet.ServletServerContainer");
    }

    @Test
    void anEndpointThatTheExporterHasFoundEchoes() throws Exception {
        JdkSocket socket = open("/echo");

        socket.sendText("hello");

        assertThat(socket.text()).isEqualTo("hello");
        socket.socket().abort();
    }

    @Test
    void anEndpointThatSpringMakesIsInjectedAndKnowsTheUser() throws Exception {
        String login = "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(ISO_8859_1));
        JdkSocket socket = open("/members/greeting", options -> options.header("Authorization", login));
        assertThat(socket.text()).isEqualTo("Good morning, ann");

        socket.sendText("Bob");

        assertThat(socket.text()).isEqualTo("Good morning, Bob");
        socket.socket().abort();
    }

    @Test
    void whoHasNotLoggedInIsRefusedBySpringsFilter() throws Exception {
        assertThat(handshake("/members/greeting").status()).isEqualTo(401);
    }

    @Test
    void aHandlerOfSpringAnswersWithoutAndWithASubprotocol() throws Exception {
        JdkSocket without = open("/shouting");
        JdkSocket with = open("/shouting", options -> options.subprotocols("loud"));

        without.sendText("hello");
        with.sendText("hello");

        assertThat(without.text()).isEqualTo("HELLO!");
        assertThat(with.text()).isEqualTo("HELLO!!!");
        assertThat(with.socket().getSubprotocol()).isEqualTo("loud");
        without.socket().abort();
        with.socket().abort();
    }

    @Test
    void aHandlerOfSpringCompressesForABrowser() throws Exception {
        HttpAnswer answer =
                handshake("/shouting", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Extensions")).hasValue("permessage-deflate");
    }

    @Test
    void springsClientRunsOnOurs() throws Exception {
        assertThat(get("/ask?text=hello")).isEqualTo("HELLO!!!");
    }

    @Test
    void whatIsSentByStompReachesItsTopic() throws Exception {
        JdkSocket socket = open("/stomp", options -> options.subprotocols("v12.stomp"));
        socket.sendText("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0");
        assertThat(socket.text()).startsWith("CONNECTED\nversion:1.2\n");

        socket.sendText("SUBSCRIBE\nid:1\ndestination:/topic/news\n\n\0");
        socket.sendText("SEND\ndestination:/app/news\n\nspring is here\0");

        assertThat(socket.text())
                .startsWith("MESSAGE\n")
                .contains("destination:/topic/news\n")
                .endsWith("\n\nNews: spring is here\0");
        socket.socket().abort();
    }

    @Test
    void sockJsHasItsWebSocketTransport() throws Exception {
        JdkSocket socket = open("/sockjs/000/session1/websocket");

        assertThat(socket.text()).isEqualTo("o");
        socket.socket().abort();
    }

    @Test
    void contextParametersAreProperties() throws Exception {
        assertThat(handshake("/echo", "Origin: " + FRIEND).status()).isEqualTo(101);
    }

    @Test
    void springsOwnCheckOfOriginsIsAskedToo() throws Exception {
        assertThat(handshake("/shouting", "Origin: " + FRIEND).status()).isEqualTo(403);
    }

    /** The last: it ends the process. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aSignalClosesSessionsWith1001AndNothingWasWorthAWarning() throws Exception {
        JdkSocket echo = open("/echo");
        JdkSocket shouting = open("/shouting");
        // An answer shows that the server, too, has opened the session.
        for (JdkSocket socket : List.of(echo, shouting)) {
            socket.sendText("a");
            socket.text();
        }

        application.terminate();

        assertThat(echo.closed().code()).isEqualTo(1001);
        assertThat(shouting.closed().code()).isEqualTo(1001);
        assertThat(application.awaitEnd()).isEqualTo(TERMINATED);
        assertThat(application.log().lines()).noneMatch(line -> line.matches(".* (WARN|ERROR) \\d+ --- .*"));
    }
}
