package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client's opening handshake is answered, and what the configurator has to say in it. */
class ServerUpgradeTest {
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Host", List.of("localhost"),
            "Upgrade", List.of("websocket"),
            "Connection", List.of("Upgrade"),
            "Sec-WebSocket-Version", List.of("13"),
            "Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ=="));

    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Object> userProperties = new HashMap<>();
    private final List<StubTransport> transports = new ArrayList<>();
    private final List<String> subprotocols = new ArrayList<>();
    private ServerEndpointContainer container;
    private static volatile Session session;

    /** Tells which session it has. */
    public static class Plain extends Endpoint {
        @Override
        public void onOpen(Session s, EndpointConfig config) {
            session = s;
        }
    }

    @AfterEach
    void stop() {
        transports.forEach(StubTransport::end);
        container.stop();
    }

    private void deploy(ServerEndpointConfig.Configurator configurator) throws Exception {
        container = new ServerEndpointContainer(Settings.of(settings::get));
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Plain.class, "/plain/{id}")
                .configurator(configurator)
                .subprotocols(subprotocols)
                .build();
        config.getUserProperties().putAll(userProperties);
        container.addEndpoint(config);
    }

    private UpgradeAnswer ask(String... extraHeaders) {
        var headers = new HashMap<>(HEADERS);
        for (int i = 0; i < extraHeaders.length; i += 2) {
            headers.put(extraHeaders[i], List.of(extraHeaders[i + 1]));
        }
        var facts = new OpeningRequest.ConnectionFacts(
                "127.0.0.1", "localhost", 1, "127.0.0.1", "localhost", 2, Locale.ROOT, List.of());
        var request = new OpeningRequest(
                "GET",
                "HTTP/1.1",
                headers,
                URI.create("ws://localhost/plain/7?a=1"),
                "a=1",
                Map.of("a", List.of("1"), "id", List.of("query")),
                null,
                null,
                role -> false,
                false,
                () -> facts);
        return container.answer("/plain/7", request);
    }

    private UpgradeAnswer.Accepted accepted(String... extraHeaders) {
        UpgradeAnswer answer = ask(extraHeaders);
        assertThat(answer).isInstanceOf(UpgradeAnswer.Accepted.class);
        return (UpgradeAnswer.Accepted) answer;
    }

    private Session open(UpgradeAnswer.Accepted answer) {
        var transport = new StubTransport();
        transports.add(transport);
        answer.acceptor().accept(transport);
        return session;
    }

    private static void assertRefused(UpgradeAnswer answer, int status) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        UpgradeAnswer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void aPathWithoutEndpointPassesOn() throws Exception {
        deploy(new DefaultConfigurator());
        assertThat(container.hasEndpoint("/plain/7")).isTrue();
        assertThat(container.hasEndpoint("/plain")).isFalse();
        assertRefused(ask("Sec-WebSocket-Version", "8"), 426);
    }

    @Test
    void anOriginOfAnotherHostIsRefused() throws Exception {
        deploy(new DefaultConfigurator());
        assertRefused(ask("Origin", "https://evil.test"), 403);
        accepted("Origin", "https://localhost").acceptor().abandon();
        accepted().acceptor().abandon();
    }

    @Test
    void anEndpointMayHaveOriginsOfItsOwn() throws Exception {
        userProperties.put(SheetbendProperties.ALLOWED_ORIGINS, "https://friend.test");
        deploy(new DefaultConfigurator());
        accepted("Origin", "https://friend.test").acceptor().abandon();
        assertRefused(ask("Origin", "https://localhost"), 403);
    }

    @Test
    void aConfiguratorMayRefuseRequestsWithoutAnOrigin() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public boolean checkOrigin(String origin) {
                return origin != null;
            }
        });
        assertRefused(ask(), 403);
    }

    @Test
    void theFirstOfferedSubprotocolThatIsSupportedIsTaken() throws Exception {
        subprotocols.addAll(List.of("one", "two"));
        deploy(new DefaultConfigurator());
        UpgradeAnswer.Accepted answer = accepted("Sec-WebSocket-Protocol", "three, two, one");
        assertThat(answer.headers()).containsEntry("Sec-WebSocket-Protocol", List.of("two"));
        assertThat(open(answer).getNegotiatedSubprotocol()).isEqualTo("two");
        assertThat(open(accepted("Sec-WebSocket-Protocol", "three")).getNegotiatedSubprotocol())
                .isEmpty();
    }

    @Test
    void aConfiguratorThatChoosesASubprotocolThatWasNotOfferedIs500() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
                return "mine";
            }
        });
        assertRefused(ask("Sec-WebSocket-Protocol", "yours"), 500);
    }

    @Test
    void aConfiguratorThatThrowsIs500WithoutDetail() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                throw new IllegalStateException("secret");
            }
        });
        UpgradeAnswer answer = ask();
        assertRefused(answer, 500);
        assertThat(((UpgradeAnswer.Refused) answer).message()).doesNotContain("secret");
    }

    @Test
    void aConfiguratorThatGivesNoInstanceIs500() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> endpointClass) {
                return null;
            }
        });
        assertRefused(ask(), 500);
    }

    @Test
    void whatAConfiguratorDoesToTheHeadersCannotBreakTheAnswer() throws Exception {
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                response.getHeaders().clear();
                response.getHeaders().put("X-Null", null);
                response.getHeaders().put("X-Mixed", Arrays.asList("a", null));
                response.getHeaders().put("sec-websocket-accept", List.of("wrong"));
            }
        });
        UpgradeAnswer.Accepted answer = accepted();
        assertThat(answer.headers())
                .containsOnlyKeys("Upgrade", "Connection", "Sec-WebSocket-Accept", "X-Mixed")
                .containsEntry("X-Mixed", List.of("a"))
                .containsEntry("Sec-WebSocket-Accept", List.of("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        answer.acceptor().abandon();
    }

    @Test
    void theUserPropertiesOfTheHandshakeAreACopyThatTheSessionGets() throws Exception {
        userProperties.put("shared", "endpoint");
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                sec.getUserProperties().merge("shared", "+connection", (a, b) -> a.toString() + b);
                sec.getUserProperties().put("null", null);
            }
        });
        Session first = open(accepted());
        assertThat(first.getUserProperties()).containsExactly(Map.entry("shared", "endpoint+connection"));
        first.getUserProperties().put("mine", 1);
        assertThat(open(accepted()).getUserProperties()).containsExactly(Map.entry("shared", "endpoint+connection"));
    }

    @Test
    void theRequestsParametersAreThoseOfTheQueryAndOfThePath() throws Exception {
        var seen = new HashMap<String, List<String>>();
        deploy(new ServerEndpointConfig.Configurator() {
            @Override
            public void modifyHandshake(
                    ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
                seen.putAll(request.getParameterMap());
            }
        });
        Session opened = open(accepted());
        assertThat(seen).isEqualTo(Map.of("a", List.of("1"), "id", List.of("query", "7")));
        assertThat(opened.getRequestParameterMap()).isEqualTo(seen);
        assertThat(opened.getPathParameters()).isEqualTo(Map.of("id", "7"));
        assertThat(opened.getQueryString()).isEqualTo("a=1");
    }

    @Test
    void oneConnectionTooManyIs503UntilAPlaceIsFree() throws Exception {
        settings.put(SheetbendProperties.MAX_SESSIONS, "1");
        deploy(new DefaultConfigurator());
        UpgradeAnswer.Accepted coming = accepted();
        UpgradeAnswer refused = ask();
        assertRefused(refused, 503);
        assertThat(((UpgradeAnswer.Refused) refused).headers()).containsEntry("Retry-After", List.of("5"));
        coming.acceptor().abandon();
        open(accepted());
        assertRefused(ask(), 503);
        transports.get(0).end();
        accepted().acceptor().abandon();
    }

    @Test
    void aRefusedHandshakeTakesNoPlace() throws Exception {
        settings.put(SheetbendProperties.MAX_SESSIONS, "1");
        deploy(new DefaultConfigurator());
        assertRefused(ask("Origin", "https://evil.test"), 403);
        accepted().acceptor().abandon();
    }

    @Test
    void aConnectionThatIsSwitchedOverAfterTheStopIsEnded() throws Exception {
        deploy(new DefaultConfigurator());
        UpgradeAnswer.Accepted coming = accepted();
        container.stop();
        Session late = open(coming);
        await().until(() -> !late.isOpen());
        assertThat(transports.get(0).isAborted()).isTrue();
        assertRefused(new ServerUpgradeTestRequest(container).ask(), 503);
    }

    /** After its stop a container has no paths; an endpoint that is not deployed can still be asked for. */
    private record ServerUpgradeTestRequest(ServerEndpointContainer container) {
        UpgradeAnswer ask() throws Exception {
            var request = new OpeningRequest(
                    "GET",
                    "HTTP/1.1",
                    HEADERS,
                    URI.create("ws://localhost/plain/7"),
                    null,
                    Map.of(),
                    null,
                    null,
                    role -> false,
                    false,
                    () -> null);
            return container.answer(
                    ServerEndpointConfig.Builder.create(Plain.class, "/other").build(), Map.of(), request);
        }
    }
}
