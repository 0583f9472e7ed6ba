package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One message for many connections. */
@AgainstEveryContainer
class BroadcastTest extends BehaviourTest {
    private static final int CLIENTS = 20;

    BroadcastTest(ServerUnderTest server) {
        super(server);
    }

    private List<JdkSocket> connect(int count) throws Exception {
        List<CompletableFuture<JdkSocket>> opening = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opening.add(open("/broadcast", builder()));
        }
        List<JdkSocket> sockets = new ArrayList<>();
        for (CompletableFuture<JdkSocket> socket : opening) {
            sockets.add(socket.get(SECONDS, TimeUnit.SECONDS));
        }
        for (JdkSocket socket : sockets) {
            assertThat(socket.text()).isEqualTo("welcome");
        }
        return sockets;
    }

    @Test
    void whatEverybodySaysIsHeardByEverybodyInEachOnesOrder() throws Exception {
        int messages = 5;
        List<JdkSocket> sockets = connect(CLIENTS);
        for (int i = 0; i < messages; i++) {
            for (int j = 0; j < CLIENTS; j++) {
                sockets.get(j).sendText(j + " " + i + " " + "é".repeat(j * 20));
            }
        }
        for (JdkSocket socket : sockets) {
            int[] next = new int[CLIENTS];
            for (int i = 0; i < messages * CLIENTS; i++) {
                String[] words = socket.text().split(" ", -1);
                int speaker = Integer.parseInt(words[0]);
                assertThat(words[1]).isEqualTo(String.valueOf(next[speaker]++));
                assertThat(words[2]).isEqualTo("é".repeat(speaker * 20));
            }
        }
    }

    @Test
    void aThreadOfTheApplicationBroadcastsToo() throws Exception {
        int messages = 100;
        List<JdkSocket> sockets = connect(CLIENTS);
        sockets.get(0).sendText("count " + messages);
        for (JdkSocket socket : sockets) {
            for (int i = 0; i < messages; i++) {
                assertThat(socket.text()).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsNobodyUp() throws Exception {
        RawWebSocketClient stuck = raw("/broadcast");
        assertThat(text(stuck)).isEqualTo("welcome");
        List<JdkSocket> sockets = connect(3);
        byte[] message = EchoTest.bytes(1 << 16);
        // As much as the sockets' buffers and the send queue take, which only the system knows; then it fails.
        int rounds = 0;
        while (rounds % 50 != 0 || journal().stream().noneMatch("failed SendQueueFullException"::equals)) {
            sockets.get(0).sendBinary(message);
            for (JdkSocket socket : sockets) {
                assertThat(socket.binary()).isEqualTo(message);
            }
            rounds++;
            assertThat(rounds).isLessThan(5000);
        }
        awaitJournal("reached 3");
        stuck.reset();
    }
}
