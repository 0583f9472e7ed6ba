package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import org.junit.jupiter.api.Test;

/** Connections that end without a Close frame of the peer: 1006 to the endpoint, once (RFC 6455, 7.1.5). */
@AgainstEveryContainer
class DisconnectTest extends BehaviourTest {
    DisconnectTest(ServerUnderTest server) {
        super(server);
    }

    @Test
    void aResetIsReportedOnce() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("hello");
        assertThat(text(client)).isEqualTo("hello");
        client.reset();

        assertThat(awaitJournal("close")).startsWith("close 1006 ");
    }

    @Test
    void anEndOfInputWithoutCloseIsReportedOnce() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("hello");
        client.shutdownOutput();

        assertThat(awaitJournal("close")).startsWith("close 1006 ");
        client.readToEnd();
    }

    @Test
    void aResetWithinAMessageIsReportedOnce() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.send(WireFrame.of(WireFrame.BINARY, new byte[70_000]).announcing(1 << 20));
        client.reset();

        assertThat(awaitJournal("close")).startsWith("close 1006 ");
        assertThat(journal()).noneMatch(line -> line.startsWith("binary"));
    }

    @Test
    void anEndWithinAFragmentedMessageIsReportedOnce() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.send(WireFrame.of(WireFrame.TEXT, "unfinished").notFinal());
        client.shutdownOutput();

        assertThat(awaitJournal("close")).startsWith("close 1006 ");
        assertThat(journal()).noneMatch(line -> line.startsWith("text"));
    }

    @Test
    void aResetWhileTheServerSendsEndsTheSender() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("flood 400 65536");
        frame(client, WireFrame.BINARY);
        client.reset();

        assertThat(awaitJournal("close")).startsWith("close 1006 ");
        assertThat(journal()).doesNotContain("flooded");
    }

    @Test
    void anIdleSessionIsClosedAndReportedAs1006() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("idle 40");
        RawFrame close = frame(client, WireFrame.CLOSE);
        client.sendClose(close.closeCode(), "");

        assertThat(close.closeCode()).isIn(1000, 1001);
        assertThat(client.readFrame()).isEmpty();
        assertThat(awaitJournal("close")).startsWith("close 1006 ");
    }

    @Test
    void anIdleSessionOfTheJdksClientIsClosed() throws Exception {
        JdkSocket socket = jdk("/command");
        socket.sendText("idle 40");

        assertThat(socket.closed().code()).isIn(1000, 1001);
        assertThat(awaitJournal("close")).startsWith("close 1006 ");
    }
}
