package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code upgradeHttpToWebSocket}: a servlet does itself what the filter does for deployed endpoints. */
class UpgradeByServletTest {
    private static BlockingQueue<String> events;

    private final UndertowApplication application = new UndertowApplication().servlet("/up/*", new UpgradeServlet());

    /** Is deployed nowhere. */
    @ServerEndpoint("/not/deployed/{number}")
    public static class Annotated {
        @OnOpen
        public void open(Session session, @PathParam("number") int number) {
            events.add("annotated " + number + " " + session.getPathParameters() + " " + session.getRequestURI());
        }
    }

    /** Is deployed nowhere. */
    public static class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            events.add("programmatic " + session.getPathParameters() + " " + config.getUserProperties() + " "
                    + session.getOpenSessions().size());
        }
    }

    /** Breaks a rule. */
    public static class Malformed {
        @OnMessage
        public void message(Thread nothing) {
            // No decoder makes threads.
        }
    }

    /** Its instances cannot be made. */
    public static class Failing extends Endpoint {
        /** Fails. */
        public Failing() {
            throw new IllegalStateException("no instance");
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // Never.
        }
    }

    /** The last part of the path says what to do; the exception, if there is one, stands in a header. */
    private static final class UpgradeServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient ServerEndpointConfig programmatic = ServerEndpointConfig.Builder.create(
                        Programmatic.class, "/nowhere")
                .build();

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var container =
                    (ServerContainer) getServletContext().getAttribute("jakarta.websocket.server.ServerContainer");
            try {
                upgrade(container, request, response);
            } catch (Exception e) {
                response.setHeader("X-Thrown", e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }

        private void upgrade(ServerContainer container, HttpServletRequest request, HttpServletResponse response)
                throws Exception {
            switch (request.getPathInfo()) {
                case "/annotated" ->
                    container.upgradeHttpToWebSocket(
                            request, response, config(Annotated.class), Map.of("number", "42"));
                case "/malformed" ->
                    container.upgradeHttpToWebSocket(request, response, config(Malformed.class), Map.of());
                case "/failing" -> container.upgradeHttpToWebSocket(request, response, config(Failing.class), Map.of());
                case "/no-config" -> container.upgradeHttpToWebSocket(request, response, null, Map.of());
                case "/no-parameters" -> container.upgradeHttpToWebSocket(request, response, programmatic, null);
                case "/null-parameter" ->
                    container.upgradeHttpToWebSocket(
                            request, response, programmatic, Collections.singletonMap("name", null));
                case "/no-request" -> container.upgradeHttpToWebSocket("request", response, programmatic, Map.of());
                case "/no-response" -> container.upgradeHttpToWebSocket(request, null, programmatic, Map.of());
                default -> {
                    programmatic.getUserProperties().put("shared", "yes");
                    container.upgradeHttpToWebSocket(
                            request, response, programmatic, Map.of("from", request.getPathInfo()));
                }
            }
        }

        private static ServerEndpointConfig config(Class<?> type) {
            return ServerEndpointConfig.Builder.create(type, "/not/deployed/{number}")
                    .build();
        }
    }

    @BeforeEach
    void start() throws Exception {
        events = new LinkedBlockingQueue<>();
        application.start();
    }

    @AfterEach
    void stop() throws Exception {
        application.close();
    }

    private static String event() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void theParametersThatTheServletGivesArePathParameters() throws Exception {
        assertThat(application.status("/up/annotated")).isEqualTo(101);
        assertThat(event()).isEqualTo("annotated 42 {number=42} ws://localhost/app/up/annotated");
    }

    @Test
    void anEndpointThatIsUpgradedToIsNotDeployed() throws Exception {
        assertThat(application.status("/up/anything")).isEqualTo(101);
        assertThat(event()).isEqualTo("programmatic {from=/anything} {shared=yes} 1");
        assertThat(application.status("/nowhere")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Version: 8",
                "Sec-WebSocket-Key: short",
                "Upgrade: h2c",
                "Connection: keep-alive",
                "Sec-WebSocket-Protocol: a, a"
            })
    void aRequestThatIsNoCorrectHandshakeIsAnIllegalState(String header) throws Exception {
        assertThat(application.handshake("/up/anything", header))
                .startsWith("HTTP/1.1 200")
                .contains("X-Thrown: IllegalStateException: ");
    }

    @ParameterizedTest
    @CsvSource({
        "/up/malformed, DeploymentException",
        "/up/no-config, DeploymentException",
        "/up/no-parameters, IllegalArgumentException",
        "/up/null-parameter, IllegalArgumentException",
        "/up/no-request, IllegalArgumentException",
        "/up/no-response, IllegalArgumentException"
    })
    void whatTheServletDoesWrongIsToldToIt(String path, String exception) throws Exception {
        assertThat(application.handshake(path)).startsWith("HTTP/1.1 200").contains("X-Thrown: " + exception + ": ");
    }

    @Test
    void anOriginThatIsNotWelcomeIsAnswered() throws Exception {
        assertThat(application.handshake("/up/anything", "Origin: https://evil.test"))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("X-Thrown");
    }

    @Test
    void anEndpointThatFailsIsAnswered() throws Exception {
        assertThat(application.handshake("/up/failing"))
                .startsWith("HTTP/1.1 500")
                .doesNotContain("no instance");
    }
}
