package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.TestTls;
import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawDeflate;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension no-masking (draft-damjanovic-websockets-nomasking-02), which only who asks for it gets. */
@AgainstEveryContainer
class NoMaskingTest extends BehaviourTest {
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String NO_MASKING = "no-masking";
    private static final int PROTOCOL_ERROR = 1002;

    NoMaskingTest(ServerUnderTest server) {
        super(server);
    }

    @Test
    void itIsAcceptedWhereThePolicyAllowsIt() throws Exception {
        assertThat(answer(rawWithoutHandshake("/echo"), NO_MASKING)).isEmpty();
        assertThat(answer(rawWithoutHandshake("/unmasked/off"), NO_MASKING)).isEmpty();
        assertThat(answer(rawWithoutHandshake("/unmasked/encrypted"), NO_MASKING))
                .isEqualTo(server.tls() ? NO_MASKING : "");
        assertThat(answer(rawWithoutHandshake("/unmasked/always"), NO_MASKING)).isEqualTo(NO_MASKING);
        assertThat(answer(rawWithoutHandshake("/unmasked/always"), NO_MASKING + "; a=1"))
                .isEmpty();
    }

    @Test
    void framesWithoutAMaskComeBack() throws Exception {
        RawWebSocketClient client = unmasked();
        client.send(
                WireFrame.of(WireFrame.TEXT, "one").unmasked(),
                WireFrame.of(WireFrame.TEXT, "tw").notFinal().unmasked(),
                WireFrame.of(WireFrame.PING, "p").unmasked(),
                WireFrame.of(WireFrame.CONTINUATION, "o").unmasked());
        assertThat(text(client)).isEqualTo("one");
        assertThat(frame(client, WireFrame.PONG).text()).isEqualTo("p");
        assertThat(text(client)).isEqualTo("two");
        for (int size : List.of(0, 125, 126, 65_535, 65_536)) {
            byte[] message = EchoTest.bytes(size);
            client.send(WireFrame.of(WireFrame.BINARY, message).unmasked());
            assertThat(frame(client, WireFrame.BINARY).payload()).isEqualTo(message);
        }
        client.send(WireFrame.close(1000, "").unmasked());
        assertThat(readClose(client).closeCode()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {WireFrame.TEXT, WireFrame.BINARY, WireFrame.PING, WireFrame.PONG, WireFrame.CLOSE})
    void aFrameWithAMaskIsAnErrorWhereNoneIsAgreedOn(int opcode) throws Exception {
        RawWebSocketClient client = unmasked();
        client.send(WireFrame.of(opcode, ""));

        assertThat(frame(client, WireFrame.CLOSE).closeCode()).isEqualTo(PROTOCOL_ERROR);
    }

    @Test
    void aFragmentWithAMaskIsAnErrorToo() throws Exception {
        RawWebSocketClient client = unmasked();
        client.send(WireFrame.of(WireFrame.TEXT, "a").notFinal().unmasked(), WireFrame.of(WireFrame.CONTINUATION, "b"));

        assertThat(frame(client, WireFrame.CLOSE).closeCode()).isEqualTo(PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/unmasked/off", "/unmasked/always"})
    void aFrameWithoutAMaskIsAnErrorWhereNothingWasAgreedOn(String path) throws Exception {
        RawWebSocketClient client = raw(path);
        client.send(WireFrame.of(WireFrame.TEXT, "a").unmasked());

        assertThat(frame(client, WireFrame.CLOSE).closeCode()).isEqualTo(PROTOCOL_ERROR);
    }

    @Test
    void itGoesTogetherWithCompression() throws Exception {
        RawWebSocketClient client = rawWithoutHandshake("/unmasked/always");
        assertThat(answer(client, NO_MASKING + ", permessage-deflate; client_no_context_takeover")
                        .split(", *"))
                .containsExactlyInAnyOrder(NO_MASKING, "permessage-deflate; client_no_context_takeover");
        byte[] message = utf8(Compressible.json(1).repeat(10));
        try (var deflate = new RawDeflate(RawDeflate.MAX_BITS, false, RawDeflate.MAX_BITS, true)) {
            for (int i = 0; i < 3; i++) {
                client.send(WireFrame.of(WireFrame.TEXT, deflate.deflate(message))
                        .rsv(4)
                        .unmasked());
                RawFrame frame = frame(client, WireFrame.TEXT);
                assertThat(frame.rsv()).isEqualTo(4);
                assertThat(deflate.inflate(frame.payload())).isEqualTo(message);
            }
        }
    }

    /** The server takes no masked frame after it has agreed, so what comes back shows that the client sent none. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "encrypted", "always"})
    void ourClientOffersItAsItsOwnPolicySays(String policy) throws Exception {
        boolean wanted = policy.equals("always") || policy.equals("encrypted") && server.tls();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .sslContext(TestTls.trusting())
                .build();
        config.getUserProperties().put(SheetbendProperties.NO_MASKING, policy);
        var endpoint = new Client();
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        try (Session session = container.connectToServer(endpoint, config, server.endpoint("/unmasked/always"))) {
            assertThat(session.getNegotiatedExtensions())
                    .extracting(Extension::getName)
                    .filteredOn(NO_MASKING::equals)
                    .hasSize(wanted ? 1 : 0);
            for (int size : List.of(0, 1, 125, 126, 65_536, 500_000)) {
                String message = "x".repeat(size);
                session.getBasicRemote().sendText(message);
                assertThat(endpoint.messages.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(message);
            }
        } finally {
            ((AutoCloseable) container).close();
        }
    }

    private RawWebSocketClient unmasked() throws IOException {
        RawWebSocketClient client = rawWithoutHandshake("/unmasked/always");
        assertThat(answer(client, NO_MASKING)).isEqualTo(NO_MASKING);
        return client;
    }

    private static String answer(RawWebSocketClient client, String offer) throws IOException {
        HttpAnswer answer = client.handshake(EXTENSIONS + ": " + offer);
        assertThat(answer.status()).isEqualTo(101);
        return answer.header(EXTENSIONS).orElse("");
    }

    private static final class Client extends Endpoint {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) messages::add);
        }
    }
}
