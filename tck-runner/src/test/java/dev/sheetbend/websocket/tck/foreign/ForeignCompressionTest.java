package dev.sheetbend.websocket.tck.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.HandshakeException;
import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.tck.behaviour.Compressible;
import jakarta.websocket.ClientEndpointConfig;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client with permessage-deflate (RFC 7692) against servers that are not ours. */
@AgainstEveryForeignServer
class ForeignCompressionTest extends ForeignDeflateTest {
    /** They accept an offer with a window and leave it out of the answer, which RFC 7692, 7.1.2.1 does not allow. */
    private static final Set<ForeignServer> FORGETFUL = EnumSet.of(ForeignServer.JETTY, ForeignServer.UNDERTOW);

    ForeignCompressionTest(ForeignPeer peer) {
        super(peer);
    }

    /** Which of the servers has it, as it is set up here. */
    private boolean compresses() {
        return peer.server() != ForeignServer.TYRUS;
    }

    /** The only one that knows all four parameters. */
    private boolean isNode() {
        return peer.server() == ForeignServer.NODE;
    }

    @ParameterizedTest
    @ValueSource(strings = {"both", "own", "peer", "none"})
    void messagesComeBackWithAnyContextTakeover(String takeover) throws Exception {
        Connection connection = deflate(Map.of(SheetbendProperties.COMPRESSION_CONTEXT_TAKEOVER, takeover), "{}");
        connection.isNegotiated(compresses());
        if (compresses() && List.of("own", "none").contains(takeover)) {
            assertThat(connection.answer()).contains("server_no_context_takeover");
        }
        exchange(connection.client(), takeover.equals("both") ? RUN : 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void messagesComeBackWithAnyWindowOfOurs(int bits) throws Exception {
        // Tomcat declines what it cannot keep to.
        Connection connection = deflate(Map.of(SheetbendProperties.COMPRESSION_WINDOW_BITS, bits), "{}");
        if (isNode()) {
            connection.isNegotiated(true);
        }
        exchange(connection.client(), 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void messagesComeBackWithAnyWindowOfTheServers(int bits) throws Exception {
        if (FORGETFUL.contains(peer.server()) && bits < 15) {
            assertThatThrownBy(() -> deflate(window(bits), "{}")).isInstanceOf(HandshakeException.class);
            return;
        }
        Connection connection = deflate(window(bits), "{}");
        if (isNode() || connection.answer().contains("server_max_window_bits")) {
            connection.isNegotiated(true);
            assertThat(connection.answer()).contains(bits < 15 ? "server_max_window_bits=" + bits : DEFLATE);
        }
        exchange(connection.client(), 10);
    }

    private static Map<String, Object> window(int bits) {
        return Map.of(SheetbendProperties.COMPRESSION_PEER_WINDOW_BITS, bits);
    }

    @Test
    void theNextOfSeveralOffersIsTaken() throws Exception {
        ClientEndpointConfig.Builder builder = config().extensions(List.of(
                new Offer(DEFLATE, List.of(new Parameter("server_max_window_bits", "8"))),
                new Offer(DEFLATE, List.of(new Parameter("client_no_context_takeover", ""))),
                new Offer(DEFLATE, List.of())));
        Connection connection = deflate(builder, Map.of(), "{\"serverMaxWindowBits\":12}");
        connection.isNegotiated(compresses());
        assertThat(connection.answer()).doesNotContain("server_max_window_bits=8");
        exchange(connection.client(), 10);
    }

    @Test
    void nothingIsOfferedUnlessAskedFor() throws Exception {
        var answer = new Answer();
        ClientEndpointConfig config = config().configurator(answer).build();
        ForeignClient client = connect(config, peer.port(), "/foreign?deflate=%7B%7D&key=" + newKey());

        assertThat(answer.header).isEmpty();
        assertThat(client.session.getNegotiatedExtensions()).isEmpty();
        assertThat(client.ask("works")).isEqualTo("works");
    }

    @Test
    void fewerBytesTravelWhereTheServerCompresses() throws Exception {
        try (Relay relay = new Relay(peer.port())) {
            var answer = new Answer();
            ClientEndpointConfig config = config().configurator(answer).build();
            config.getUserProperties().put(SheetbendProperties.COMPRESSION, "offer");
            ForeignClient client = connect(config, relay.port(), "/foreign?deflate=%7B%7D&key=" + newKey());
            long before = relay.bytes();
            long plain = 0;
            for (int i = 0; i < RUN; i++) {
                String text = Compressible.json(i).repeat(4);
                assertThat(client.ask(text)).isEqualTo(text);
                plain += 2L * text.getBytes(UTF_8).length;
            }

            long travelled = relay.bytes() - before;
            if (compresses()) {
                assertThat(travelled).isLessThan(plain / 2);
            } else {
                assertThat(travelled).isGreaterThan(plain);
            }
        }
    }
}
