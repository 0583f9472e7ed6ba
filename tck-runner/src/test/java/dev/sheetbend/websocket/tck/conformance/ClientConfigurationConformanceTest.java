package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.tck.TestTls;
import dev.sheetbend.websocket.tck.conformance.ConfigurationEndpoints.Pair;
import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Specification, chapter 3, for client endpoints. */
class ClientConfigurationConformanceTest extends ClientWar {
    /** The peers. */
    @Deployment(testable = false)
    static WebArchive war() {
        return peers("client-configuration");
    }

    @Test
    void wsc_3_1_encodersAndDecodersOfAClientTranslate() throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .encoders(List.of(ConfigurationEndpoints.PairEncoder.class))
                .decoders(List.of(ConfigurationEndpoints.PairDecoder.class))
                .build();
        Session session = container().connectToServer(new Pairs(), config, uri("ws", "peer"));
        session.getBasicRemote().sendObject(new Pair("left", "right"));

        awaitNotes("pair of left and right");
    }

    /** Takes decoded objects. */
    private static final class Pairs extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                    Pair.class, pair -> Journal.note(session, "pair of " + pair.left() + " and " + pair.right()));
        }
    }

    @Test
    void wsc_3_2_1_1_subprotocolsAreSentInTheirOrder() throws Exception {
        Session session = handshake(ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of("unheard-of", "second", "first"))
                .build());

        assertThat(journal()).contains("Sec-WebSocket-Protocol: unheard-of, second, first");
        assertThat(session.getNegotiatedSubprotocol()).isEqualTo("second");
    }

    @Test
    void wsc_3_2_1_1_withoutSubprotocolsNoneIsSent() throws Exception {
        Session session = handshake(ClientEndpoints.config());

        assertThat(journal()).contains("Sec-WebSocket-Protocol: none");
        assertThat(session.getNegotiatedSubprotocol()).isEmpty();
    }

    @Test
    void wsc_3_2_2_1_extensionsAreSentInTheirOrderWithTheirParameters() throws Exception {
        handshake(ClientEndpointConfig.Builder.create()
                .extensions(List.of(
                        new Offer("fine", List.of(new Argument("level", "2"), new Argument("flag", ""))),
                        new Offer("another", List.of())))
                .build());

        assertThat(journal().get(1)).matches("Sec-WebSocket-Extensions: fine; *level=2; *flag, another");
    }

    @Test
    void section_3_2_3_theSslContextOfTheConfigurationIsUsed() throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .sslContext(TestTls.trusting())
                .build();
        Session session = container().connectToServer(new Opening(), config, uri("wss", "handshake"));

        assertThat(session.isSecure()).isTrue();
        assertThat(notes()).containsExactly("open");
    }

    @Test
    void section_3_2_3_withoutSslContextThePlatformsTrustCounts() {
        // It does not know the server's certificate.
        assertThatThrownBy(() ->
                        container().connectToServer(new Opening(), ClientEndpoints.config(), uri("wss", "handshake")))
                .isInstanceOfAny(DeploymentException.class, IOException.class);
        assertThat(notes()).isEmpty();
    }

    @Test
    void section_3_2_3_aPlainConnectionNeedsNoSslContext() throws Exception {
        assertThat(handshake(ClientEndpoints.config()).isSecure()).isFalse();
    }

    @Test
    void section_3_2_4_theConfiguratorSeesTheRequestAndThenTheResponse() throws Exception {
        var configurator = new Noting(key());
        ClientEndpointConfig config =
                ClientEndpointConfig.Builder.create().configurator(configurator).build();
        container().connectToServer(new Opening(), config, uri("ws", "handshake"));

        assertThat(notes()).containsExactly("before request", "after response [yes]", "open");
        assertThat(journal()).contains("X-Client: one, two");
    }

    @Test
    void section_3_2_4_theConfiguratorChangesWhatIsSent() throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of("second"))
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        headers.put("Sec-WebSocket-Protocol", List.of("first"));
                    }
                })
                .build();

        assertThat(handshake(config).getNegotiatedSubprotocol()).isEqualTo("first");
    }

    @Test
    void section_3_2_4_theConfiguratorSeesTheRequestOfAHandshakeThatFails() {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .configurator(new Noting(key()))
                .build();

        assertThatThrownBy(() -> container().connectToServer(new Opening(), config, uri("ws", "nothing-here")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("404");
        assertThat(notes()).startsWith("before request").doesNotContain("open");
    }

    private Session handshake(ClientEndpointConfig config) throws Exception {
        return container().connectToServer(new Opening(), config, uri("ws", "handshake"));
    }

    /** Notes that it is open. */
    private static final class Opening extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            Journal.note(session, "open");
        }
    }

    /** Adds a header, and notes when it is called. */
    private static final class Noting extends ClientEndpointConfig.Configurator {
        private final String key;

        Noting(String key) {
            this.key = key;
        }

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            Journal.note(key, "before request");
            headers.put("X-Client", List.of("one", "two"));
        }

        @Override
        public void afterResponse(HandshakeResponse response) {
            Journal.note(key, "after response " + response.getHeaders().get("X-Server"));
        }
    }

    private record Offer(String name, List<Extension.Parameter> parameters) implements Extension {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public List<Parameter> getParameters() {
            return parameters;
        }
    }

    private record Argument(String name, String value) implements Extension.Parameter {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getValue() {
            return value;
        }
    }
}
