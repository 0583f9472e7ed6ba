package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The four forms of connectToServer, the configuration's part in the handshake, and what the session then tells. */
@Timeout(60)
class ConnectToServerTest {
    private final SheetbendClientContainer container = ClientContainers.create();

    @AfterEach
    void nothingIsLeft() {
        ClientContainers.closeAndCheck(container);
    }

    /** An annotated endpoint with every attribute. */
    @ClientEndpoint(
            subprotocols = {"chat", "super"},
            encoders = NumberEncoder.class,
            configurator = Noting.class)
    public static class Annotated {
        static final BlockingQueue<String> RECEIVED = new LinkedBlockingQueue<>();

        /** For the container. */
        public Annotated() {}

        @OnOpen
        public void open(Session session) throws Exception {
            session.getBasicRemote().sendObject(42);
        }

        @OnMessage
        public void message(String text) {
            RECEIVED.add(text);
        }
    }

    /** Writes a number as text. */
    public static class NumberEncoder implements Encoder.Text<Integer> {
        /** For the container. */
        public NumberEncoder() {}

        @Override
        public String encode(Integer number) throws EncodeException {
            return "number " + number;
        }
    }

    /** Adds a header, and counts answers. */
    public static class Noting extends ClientEndpointConfig.Configurator {
        static final AtomicInteger ANSWERS = new AtomicInteger();

        /** For the container. */
        public Noting() {}

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.put("X-Custom", List.of("yes"));
        }

        @Override
        public void afterResponse(HandshakeResponse response) {
            if (response.getHeaders().containsKey("sec-websocket-accept")) {
                ANSWERS.incrementAndGet();
            }
        }
    }

    private static RawServer echoTelling(CompletableFuture<String> request, String... more) throws Exception {
        return new RawServer(connection -> {
            request.complete(connection.request());
            connection.answer(connection.switching(more));
            new EchoPeer(connection.socket).run();
        });
    }

    @Test
    void connectsAnAnnotatedClassWithItsAttributes() throws Exception {
        var request = new CompletableFuture<String>();
        int answers = Noting.ANSWERS.get();
        try (RawServer server = echoTelling(request, "Sec-WebSocket-Protocol: super")) {
            Session session = container.connectToServer(Annotated.class, server.uri());

            assertThat(session.getNegotiatedSubprotocol()).isEqualTo("super");
            assertThat(request.get(10, TimeUnit.SECONDS))
                    .contains("\r\nSec-WebSocket-Protocol: chat, super\r\n", "\r\nX-Custom: yes\r\n");
            assertThat(Annotated.RECEIVED.poll(10, TimeUnit.SECONDS)).isEqualTo("number 42");
            assertThat(Noting.ANSWERS.get()).isEqualTo(answers + 1);
        }
    }

    @Test
    void connectsAnAnnotatedInstance() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            container.connectToServer(new Annotated(), server.uri());

            assertThat(Annotated.RECEIVED.poll(10, TimeUnit.SECONDS)).isEqualTo("number 42");
        }
    }

    @Test
    void connectsAnEndpointClass() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
            Session session = container.connectToServer(RecordingEndpoint.class, config, server.uri());

            assertThat(session.isOpen()).isTrue();
            assertThat(session.getMessageHandlers()).hasSize(2);
        }
    }

    @Test
    void returnsWhenOnOpenHasReturned() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            var endpoint = new RecordingEndpoint();
            container.connectToServer(endpoint, null, server.uri());

            assertThat(endpoint.opened).isTrue();
            assertThat(endpoint.openThread).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void anEndpointClassMustFollowTheRules() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            assertThatThrownBy(() -> container.connectToServer(Object.class, server.uri()))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("@ClientEndpoint");
            assertThatThrownBy(() -> container.connectToServer("text", server.uri()))
                    .isInstanceOf(DeploymentException.class);
            assertThatThrownBy(() -> container.connectToServer(Hidden.class, null, server.uri()))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("Hidden");
        }
    }

    /** Not public. */
    private static final class Hidden extends RecordingEndpoint {}

    @Test
    void tellsTheFactsOfTheHandshake() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            var uri = server.uri("localhost", "/a%20b?x=1&x=%C3%A4&flag");
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
            config.getUserProperties().put("mine", "before");
            Session session = container.connectToServer(new RecordingEndpoint(), config, uri);
            session.getUserProperties().put("session", "only");

            assertThat(session.getRequestURI()).isEqualTo(uri);
            assertThat(session.getQueryString()).isEqualTo("x=1&x=%C3%A4&flag");
            assertThat(session.getRequestParameterMap())
                    .isEqualTo(Map.of("x", List.of("1", "\u00e4"), "flag", List.of("")));
            assertThat(session.getPathParameters()).isEmpty();
            assertThat(session.getUserPrincipal()).isNull();
            assertThat(session.isSecure()).isFalse();
            assertThat(session.getNegotiatedSubprotocol()).isEmpty();
            assertThat(session.getNegotiatedExtensions()).isEmpty();
            assertThat(session.getContainer()).isSameAs(container);
            assertThat(session.getUserProperties()).containsEntry("mine", "before");
            assertThat(config.getUserProperties()).doesNotContainKey("session");
        }
    }

    @Test
    void offersTheExtensionsOfTheConfiguration() throws Exception {
        var request = new CompletableFuture<String>();
        var config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(
                        extension("firstExtName", new Pair("p", "v"), new Pair("flag", "")), extension("second")))
                .build();
        try (RawServer server = echoTelling(request)) {
            container.connectToServer(new RecordingEndpoint(), config, server.uri());

            assertThat(request.get(10, TimeUnit.SECONDS))
                    .contains("\r\nSec-WebSocket-Extensions: firstExtName; p=v; flag, second\r\n");
        }
    }

    private record Pair(String name, String value) implements Extension.Parameter {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getValue() {
            return value;
        }
    }

    private static Extension extension(String name, Extension.Parameter... parameters) {
        return new Extension() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public List<Parameter> getParameters() {
                return List.of(parameters);
            }
        };
    }

    @Test
    void sessionsOfOneInstanceSeeEachOtherAndNoOthers() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            var one = new RecordingEndpoint();
            Session first = container.connectToServer(one, null, server.uri());
            Session second = container.connectToServer(one, null, server.uri());
            Session other = container.connectToServer(new RecordingEndpoint(), null, server.uri());

            assertThat(first.getOpenSessions()).containsExactlyInAnyOrder(first, second);
            assertThat(other.getOpenSessions()).containsExactly(other);
            second.close();
            assertThat(first.getOpenSessions()).containsExactly(first);
        }
    }

    @Test
    void theProviderGivesANewContainerEachTime() throws Exception {
        var one = ContainerProvider.getWebSocketContainer();
        var other = ContainerProvider.getWebSocketContainer();

        assertThat(one).isInstanceOf(AutoCloseable.class).isNotSameAs(other);
        try (RawServer server = RawServer.echo(Optional.empty())) {
            Session session = one.connectToServer(new RecordingEndpoint(), null, server.uri());
            ((AutoCloseable) other).close();

            assertThat(session.isOpen()).isTrue();
            ((AutoCloseable) one).close();
            assertThat(session.isOpen()).isFalse();
        }
    }
}
