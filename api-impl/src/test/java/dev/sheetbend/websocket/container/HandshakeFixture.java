package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** A container with one endpoint, and handshakes to ask it. */
abstract class HandshakeFixture {
    static final Map<String, List<String>> HEADERS = Map.of(
            "Host", List.of("localhost"),
            "Upgrade", List.of("websocket"),
            "Connection", List.of("Upgrade"),
            "Sec-WebSocket-Version", List.of("13"),
            "Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ=="));

    final Map<String, String> settings = new HashMap<>();
    final Map<String, Object> userProperties = new HashMap<>();
    final List<StubTransport> transports = new ArrayList<>();
    final List<String> subprotocols = new ArrayList<>();
    ServerEndpointContainer container;
    boolean secure;
    Login login = Login.NONE;
    static volatile Session session;
    static volatile EndpointConfig opened;

    /** Tells which session it has. */
    public static class Plain extends Endpoint {
        @Override
        public void onOpen(Session s, EndpointConfig config) {
            session = s;
            opened = config;
        }
    }

    @AfterEach
    final void stop() {
        transports.forEach(StubTransport::end);
        container.stop();
    }

    void deploy(ServerEndpointConfig.Configurator configurator) throws Exception {
        container = new ServerEndpointContainer(Settings.of(settings::get));
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Plain.class, "/plain/{id}")
                .configurator(configurator)
                .subprotocols(subprotocols)
                .build();
        config.getUserProperties().putAll(userProperties);
        container.addEndpoint(config);
    }

    /** Names and values; a name that comes again is one more line. */
    UpgradeAnswer ask(String... extraHeaders) {
        var extra = new HashMap<String, List<String>>();
        for (int i = 0; i < extraHeaders.length; i += 2) {
            extra.merge(extraHeaders[i], List.of(extraHeaders[i + 1]), HandshakeFixture::both);
        }
        var headers = new HashMap<>(HEADERS);
        headers.putAll(extra);
        return container.answer("/plain/7", request(headers));
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private OpeningRequest request(Map<String, List<String>> headers) {
        var facts = new OpeningRequest.ConnectionFacts(
                "127.0.0.1", "localhost", 1, "127.0.0.1", "localhost", 2, Locale.ROOT, List.of());
        return new OpeningRequest(
                "GET",
                "HTTP/1.1",
                headers,
                URI.create("ws://localhost/plain/7?a=1"),
                "a=1",
                Map.of("a", List.of("1"), "id", List.of("query")),
                null,
                null,
                role -> false,
                secure,
                secure,
                login,
                () -> facts);
    }

    UpgradeAnswer.Accepted accepted(String... extraHeaders) {
        UpgradeAnswer answer = ask(extraHeaders);
        assertThat(answer).isInstanceOf(UpgradeAnswer.Accepted.class);
        return (UpgradeAnswer.Accepted) answer;
    }

    Session open(UpgradeAnswer.Accepted answer) {
        var transport = new StubTransport();
        transports.add(transport);
        answer.acceptor().accept(transport);
        return session;
    }

    static void assertRefused(UpgradeAnswer answer, int status) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        UpgradeAnswer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
