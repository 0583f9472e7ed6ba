package dev.sheetbend.websocket.tck.malformed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerProcess.Memory;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that grows a thousandfold, for an endpoint that takes messages of 1 MiB. */
@AgainstEveryContainer
class DecompressionBombTest {
    private static final int RSV1 = 4;
    private static final int BOMBS = 3;
    /** Far less than a bomb, and more than a JVM's memory moves by itself. */
    private static final long FLAT = 64L << 20;

    private final ServerUnderTest server;

    DecompressionBombTest(ServerUnderTest server) {
        this.server = server;
    }

    @Test
    void itIsAGibibyteInAboutAMebibyte() {
        assertThat(Bomb.deflated().length).isBetween(1_000_000, 1_100_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {WireFrame.TEXT, WireFrame.BINARY})
    void itIsRefusedInFragmentsOfAnySize(int opcode) throws Exception {
        for (int size : List.of(1000, 1 << 16)) {
            closesWith1009(frames(opcode, Bomb.pieces(size)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {WireFrame.TEXT, WireFrame.BINARY})
    void itIsRefusedInOneFrame(int opcode) throws Exception {
        closesWith1009(WireFrame.of(opcode, Bomb.deflated()).rsv(RSV1));
    }

    @Test
    void theServersMemoryStaysAsItIs() throws Exception {
        WireFrame[] bomb = frames(WireFrame.BINARY, Bomb.pieces(1 << 16));
        // The first one loads classes.
        closesWith1009(bomb);
        Memory before = server.process().memory();
        assumeTrue(before.resident() > 0, "The system does not tell how much memory a process has");
        for (int i = 0; i < BOMBS; i++) {
            closesWith1009(bomb);
        }

        assertThat(server.process().memory().most() - before.resident()).isLessThan(FLAT);
    }

    private static WireFrame[] frames(int opcode, List<byte[]> pieces) {
        var frames = new WireFrame[pieces.size()];
        for (int i = 0; i < frames.length; i++) {
            WireFrame frame = i == 0
                    ? WireFrame.of(opcode, pieces.get(i)).rsv(RSV1)
                    : WireFrame.of(WireFrame.CONTINUATION, pieces.get(i));
            frames[i] = i == frames.length - 1 ? frame : frame.notFinal();
        }
        return frames;
    }

    private void closesWith1009(WireFrame... bomb) throws IOException {
        try (RawWebSocketClient client = RawWebSocketClient.connect(
                server.endpoint("/deflate/both-15-15"), TestTls.trusting(), Duration.ofSeconds(20))) {
            HttpAnswer answer = client.handshake("Sec-WebSocket-Extensions: permessage-deflate");
            assertThat(answer.header("Sec-WebSocket-Extensions")).contains("permessage-deflate");
            try {
                for (WireFrame frame : bomb) {
                    client.send(frame);
                }
            } catch (SocketException e) {
                // The server need not read on.
            }
            assertThat(client.readFrame()).get().extracting(RawFrame::closeCode).isEqualTo(1009);
        }
    }
}
