package dev.sheetbend.websocket.tck.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.tck.behaviour.Compressible;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.RemoteEndpoint;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the tests with permessage-deflate have in common. */
abstract class ForeignDeflateTest extends ForeignTest {
    static final String DEFLATE = "permessage-deflate";

    static final int RUN = 200;

    private static final List<Integer> SIZES = List.of(0, 1, 125, 126, 127, 1024, 65_535, 65_536, 65_537);
    private static final List<Integer> FEW_SIZES = List.of(0, 1, 126, 1024, 65_536);

    ForeignDeflateTest(ForeignPeer peer) {
        super(peer);
    }

    /** Messages of all lengths for a run, and of some for less; then this many one behind the other; then fragments. */
    final void exchange(ForeignClient client, int messages) throws Exception {
        RemoteEndpoint.Basic remote = client.session.getBasicRemote();
        for (int size : messages == RUN ? SIZES : FEW_SIZES) {
            assertThat(client.ask("x".repeat(size))).as("%d bytes", size).isEqualTo("x".repeat(size));
            String repeating = Compressible.repeating(size);
            assertThat(client.ask(repeating)).as("%d bytes", size).isEqualTo(repeating);
            remote.sendBinary(ByteBuffer.wrap(bytes(size)));
            assertThat(client.next()).as("Binary of %d bytes", size).isEqualTo(ByteBuffer.wrap(bytes(size)));
        }
        for (int i = 0; i < messages; i++) {
            remote.sendText(Compressible.json(i));
        }
        for (int i = 0; i < messages; i++) {
            assertThat(client.next()).isEqualTo(Compressible.json(i));
        }
        remote.sendText("one and ", false);
        if (peer.server() != ForeignServer.JETTY) {
            // Without context takeover, Jetty forgets the beginning of a message at a control frame within it.
            remote.sendPing(UTF_8.encode("between"));
        }
        remote.sendText("", false);
        remote.sendText("one and two", true);
        assertThat(client.next()).isEqualTo("one and one and two");
        if (peer.server() != ForeignServer.JETTY) {
            assertThat(client.pongs.poll(20, TimeUnit.SECONDS)).isEqualTo("between");
        }
        assertThat(client.ask("!text-fragments 5 p\u00e4rt ")).isEqualTo("p\u00e4rt ".repeat(5));
        assertThat(client.ask("!binary-fragments 50 " + "abc".repeat(500)))
                .isEqualTo(UTF_8.encode("abc".repeat(25_000)));
    }

    final Connection deflate(Map<String, Object> properties, String options) throws Exception {
        return deflate(config(), properties, options);
    }

    /** Compresses every message; the options are for a server on Node. */
    final Connection deflate(ClientEndpointConfig.Builder builder, Map<String, Object> properties, String options)
            throws Exception {
        var answer = new Answer();
        ClientEndpointConfig config = builder.configurator(answer).build();
        config.getUserProperties().put(SheetbendProperties.COMPRESSION, "offer");
        config.getUserProperties().put(SheetbendProperties.COMPRESSION_MIN_SIZE, 0);
        config.getUserProperties().putAll(properties);
        String query = "?deflate=" + URLEncoder.encode(options, UTF_8) + "&key=" + newKey();
        return new Connection(connect(config, peer.port(), "/foreign" + query), answer);
    }

    record Connection(ForeignClient client, Answer handshake) {
        /** As in the header; empty when nothing was accepted. */
        String answer() {
            return handshake.header;
        }

        /** The session says what the header does. */
        void isNegotiated(boolean expected) {
            assertThat(answer()).startsWith(expected ? DEFLATE : "");
            List<String> parts = Stream.of(answer().split(";"))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
            assertThat(client.session.getNegotiatedExtensions().stream().flatMap(Connection::parts))
                    .containsExactlyInAnyOrderElementsOf(parts);
        }

        private static Stream<String> parts(Extension extension) {
            return Stream.concat(
                    Stream.of(extension.getName()),
                    extension.getParameters().stream().map(Connection::part));
        }

        private static String part(Extension.Parameter parameter) {
            String value = parameter.getValue();
            return value == null || value.isEmpty() ? parameter.getName() : parameter.getName() + "=" + value;
        }
    }

    static final class Answer extends ClientEndpointConfig.Configurator {
        volatile String header = "";

        @Override
        public void afterResponse(HandshakeResponse response) {
            header = String.join(",", response.getHeaders().getOrDefault("sec-websocket-extensions", List.of()));
        }
    }

    record Offer(String getName, List<Extension.Parameter> getParameters) implements Extension {}

    record Parameter(String getName, String getValue) implements Extension.Parameter {}
}
