package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.net.http.WebSocket;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closing handshake from either side, and from both (RFC 6455, 7); {@code onClose} once, with the right code. */
@AgainstEveryContainer
class CloseTest extends BehaviourTest {
    private static final String LONGEST_REASON = "\u20ac".repeat(41);

    CloseTest(ServerUnderTest server) {
        super(server);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void everyLegalCodeOfThePeerIsAnsweredAndReported(int code) throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendClose(code, "because " + code);

        assertThat(readClose(client).closeCode()).isEqualTo(code);
        awaitJournal("close");
        assertThat(journal()).containsExactly("open", "close " + code + " because " + code);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void everyLegalCodeOfTheApplicationReachesThePeer(int code) throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("close " + code + " because of you");
        RawFrame close = frame(client, WireFrame.CLOSE);
        client.sendClose(code, "");

        assertThat(close.closeCode()).isEqualTo(code);
        assertThat(close.text().substring(2)).isEqualTo("because of you");
        assertThat(client.readFrame()).isEmpty();
        assertThat(awaitJournal("close")).isEqualTo("close " + code + " because of you");
    }

    @Test
    void theLongestReasonFitsBothWays() throws Exception {
        RawWebSocketClient first = raw("/command");
        first.sendClose(1000, LONGEST_REASON);
        readClose(first);
        assertThat(awaitJournal("close")).isEqualTo("close 1000 " + LONGEST_REASON);

        RawWebSocketClient second = raw("/command");
        second.sendText("close 1000 " + LONGEST_REASON);
        assertThat(frame(second, WireFrame.CLOSE).text()).endsWith(LONGEST_REASON);
    }

    @Test
    void aCloseFrameWithoutACodeIsReportedAs1005() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.send(WireFrame.of(WireFrame.CLOSE, new byte[0]));

        assertThat(readClose(client).payload()).isEmpty();
        assertThat(awaitJournal("close")).isEqualTo("close 1005 ");
    }

    @Test
    void closingWithoutAReasonIsNormal() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("close-plainly");

        assertThat(frame(client, WireFrame.CLOSE).closeCode()).isEqualTo(1000);
        assertThat(awaitJournal("close")).isEqualTo("close 1000 ");
    }

    @Test
    void theJdksClientClosesAndIsAnswered() throws Exception {
        JdkSocket socket = jdk("/command");
        socket.socket().sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(SECONDS, TimeUnit.SECONDS);

        assertThat(socket.closed().code()).isEqualTo(1000);
        assertThat(awaitJournal("close")).isEqualTo("close 1000 bye");
    }

    @Test
    void theJdksClientIsToldWhyTheServerCloses() throws Exception {
        JdkSocket socket = jdk("/command");
        socket.sendText("close 4321 enough");

        assertThat(socket.closed()).isEqualTo(new JdkSocket.Closed(4321, "enough"));
    }

    @Test
    void whatWasSentBeforeTheCloseFrameOfThePeerIsAnswered() throws Exception {
        RawWebSocketClient client = raw("/command");
        WireFrame[] frames = new WireFrame[501];
        for (int i = 0; i < 500; i++) {
            frames[i] = WireFrame.of(WireFrame.TEXT, "message " + i);
        }
        frames[500] = WireFrame.close(1000, "");
        client.send(frames);

        for (int i = 0; i < 500; i++) {
            assertThat(text(client)).isEqualTo("message " + i);
        }
        assertThat(readClose(client).closeCode()).isEqualTo(1000);
    }

    @Test
    void whatTheApplicationSentBeforeItClosedArrives() throws Exception {
        JdkSocket socket = jdk("/command");
        socket.sendText("burst-and-close 500");

        for (int i = 0; i < 500; i++) {
            assertThat(socket.text()).isEqualTo("message " + i);
        }
        assertThat(socket.closed()).isEqualTo(new JdkSocket.Closed(4001, "sent"));
    }

    @Test
    void messagesInFlightDoNotDisturbTheClosingHandshakeOfTheServer() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("close 4000 enough");
        for (int i = 0; i < 100; i++) {
            client.sendText("late");
        }
        client.sendClose(4000, "");

        assertThat(readClose(client).closeCode()).isEqualTo(4000);
        awaitJournal("close");
        assertThat(journal()).containsExactly("open", "text close 4000 enough", "close 4000 enough");
    }

    @Test
    void whenBothCloseAtOnceEachSendsOneCloseFrame() throws Exception {
        for (int i = 0; i < 20; i++) {
            RawWebSocketClient client = raw("/command");
            client.send(WireFrame.of(WireFrame.TEXT, "close 4000 server"), WireFrame.close(4001, "client"));

            assertThat(readClose(client).closeCode()).isEqualTo(4000);
        }
        eventually(
                () -> journal().stream()
                        .filter(line -> line.startsWith("close"))
                        .toList(),
                Collections.nCopies(20, "close 4000 server"));
    }

    @Test
    void framesBehindACloseFrameAreIgnored() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.send(
                WireFrame.close(1000, "first"), WireFrame.of(WireFrame.TEXT, "late"), WireFrame.close(1001, "second"));

        assertThat(readClose(client).closeCode()).isEqualTo(1000);
        awaitJournal("close");
        assertThat(journal()).containsExactly("open", "close 1000 first");
    }

    @Test
    void anAbortIsNoCloseFrame() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("abort");

        client.readToEnd();
        assertThat(awaitJournal("close")).startsWith("close 1006 ");
    }
}
