package dev.sheetbend.websocket.tck.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Pings and Pongs in both directions (RFC 6455, 5.5.2 and 5.5.3). */
@AgainstEveryContainer
class PingPongTest extends BehaviourTest {
    PingPongTest(ServerUnderTest server) {
        super(server);
    }

    @Test
    void aPingOfAnyLengthIsAnsweredWithItsPayload() throws Exception {
        RawWebSocketClient client = raw("/echo");
        for (int size : new int[] {0, 1, 124, 125}) {
            byte[] payload = EchoTest.bytes(size);
            client.send(WireFrame.of(WireFrame.PING, payload));

            assertThat(frame(client, WireFrame.PONG).payload()).isEqualTo(payload);
        }
    }

    @Test
    void thePingOfTheJdksClientIsAnswered() throws Exception {
        JdkSocket socket = jdk("/echo");
        socket.socket().sendPing(UTF_8.encode("hello")).get(SECONDS, TimeUnit.SECONDS);

        assertThat(socket.pong()).isEqualTo("hello");
    }

    @Test
    void thePongOfThePeerReachesThePongHandler() throws Exception {
        JdkSocket socket = jdk("/command");
        socket.sendText("ping question");

        assertThat(socket.ping()).isEqualTo("question");
        awaitJournal("pong question");
    }

    @Test
    void aPongThatNobodyAskedForIsSentAndReceived() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.send(WireFrame.of(WireFrame.PONG, "heartbeat"));
        client.sendText("pong heartbeat-back");

        assertThat(frame(client, WireFrame.PONG).text()).isEqualTo("heartbeat-back");
        assertThat(journal()).containsExactly("open", "pong heartbeat", "text pong heartbeat-back");
    }

    @Test
    void aPingAmongMessagesIsAnsweredInTheirMidst() throws Exception {
        RawWebSocketClient client = raw("/echo");
        client.send(
                WireFrame.of(WireFrame.TEXT, "one"),
                WireFrame.of(WireFrame.PING, "two"),
                WireFrame.of(WireFrame.TEXT, "three"));

        int pongs = 0;
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            var frame = frame(client);
            if (frame.opcode() == WireFrame.PONG) {
                pongs++;
            } else {
                texts.append(frame.text()).append(' ');
            }
        }
        assertThat(pongs).isEqualTo(1);
        assertThat(texts.toString()).isEqualTo("one three ");
    }
}
