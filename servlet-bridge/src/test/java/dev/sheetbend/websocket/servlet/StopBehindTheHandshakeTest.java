package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer whose handshake was accepted gets its Close frame, however soon the application stops. */
@Timeout(120)
class StopBehindTheHandshakeTest {
    /** The stop meets the session in another state each time. */
    private static final int STOPS = 30;

    private static final int HEADER = 2;
    private static final int CLOSE = 0x88;

    private static final LinkedBlockingQueue<Integer> CODES = new LinkedBlockingQueue<>();

    @ServerEndpoint("/end")
    public static class End {
        @OnClose
        public void close(CloseReason reason) {
            CODES.add(reason.getCloseCode().getCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Undertow", "Tomcat", "Tomcat's standard upgrade", "Jetty"})
    void thePeerGetsA1001(String name) throws Exception {
        CODES.clear();
        for (int stop = 0; stop < STOPS; stop++) {
            InitializedServer server = InitializedServer.start(
                    name, new InitializedServer.Initializers().with(new SheetbendInitializer(), Set.of(End.class)));
            var stopping = new Thread(() -> stopApplication(server));
            try {
                try (var peer = new RawClient(server.port(), "/app/end")) {
                    stopping.start();
                    assertThat(closeCode(peer)).as("stop %d", stop).isEqualTo(1001);
                    answerClose(peer);
                    peer.drain();
                }
                stopping.join();
            } finally {
                server.stop();
            }
        }
        assertThat(CODES).hasSize(STOPS).containsOnly(1001);
    }

    private static void stopApplication(InitializedServer server) {
        try {
            server.stopApplication();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int closeCode(RawClient peer) throws Exception {
        byte[] header = peer.read(HEADER);
        assertThat(header[0] & 0xFF).isEqualTo(CLOSE);
        byte[] payload = peer.read(header[1]);
        return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }

    /** Masked with zeros. */
    private static void answerClose(RawClient peer) throws Exception {
        peer.write(new byte[] {(byte) CLOSE, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE9});
    }
}
