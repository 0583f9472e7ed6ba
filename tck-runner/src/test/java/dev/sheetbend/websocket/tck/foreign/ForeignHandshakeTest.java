package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.HandshakeException;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** The opening handshake of our client with servers that are not ours. */
@AgainstEveryForeignServer
class ForeignHandshakeTest extends ForeignTest {
    ForeignHandshakeTest(ForeignPeer peer) {
        super(peer);
    }

    @Test
    void headersGoBothWays() throws Exception {
        var answer = new CompletableFuture<Map<String, List<String>>>();
        ClientEndpointConfig config = config().configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        headers.put("X-Greeting", List.of("hello"));
                    }

                    @Override
                    public void afterResponse(HandshakeResponse response) {
                        answer.complete(response.getHeaders());
                    }
                })
                .build();
        ForeignClient client = connect(config, peer.port(), "/foreign?key=" + newKey());

        assertThat(client.ask("!greeting")).isEqualTo("hello");
        List<String> values = answer.get(20, TimeUnit.SECONDS).get("x-answer");
        assertThat(String.join(", ", values)).isEqualTo("one, two");
    }

    @Test
    void aSubprotocolIsChosen() throws Exception {
        ClientEndpointConfig config =
                config().preferredSubprotocols(List.of("second", "first")).build();
        ForeignClient client = connect(config, peer.port(), "/foreign?key=" + newKey());

        assertThat(client.session.getNegotiatedSubprotocol()).isIn("first", "second");
        assertThat(client.ask("!subprotocol")).isEqualTo(client.session.getNegotiatedSubprotocol());
    }

    @Test
    void anExtensionThatNobodyKnowsIsOfferedAndNotAccepted() throws Exception {
        Extension unknown = new Extension() {
            @Override
            public String getName() {
                return "x-unknown";
            }

            @Override
            public List<Parameter> getParameters() {
                return List.of();
            }
        };
        ClientEndpointConfig config = config().extensions(List.of(unknown)).build();
        ForeignClient client = connect(config, peer.port(), "/foreign?key=" + newKey());

        assertThat(client.session.getNegotiatedExtensions()).isEmpty();
        assertThat(client.ask("works")).isEqualTo("works");
    }

    @Test
    void aPathWithoutAnEndpointIsAHandshakeException() {
        assertThatThrownBy(() -> connect(config().build(), peer.port(), "/nothing"))
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        refusal -> assertThat(refusal.status()).isBetween(400, 499));
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefused() {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        // Of the port with TLS, whichever this run is about.
        var secure = new ForeignPeer(peer.server(), true, peer.process());
        assertThatThrownBy(() -> connect(config, secure.uri(secure.port(), "/foreign")))
                .isInstanceOf(SSLException.class);
    }
}
