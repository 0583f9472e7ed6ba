package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, chapter 2. */
class OverviewConformanceTest extends DeployedWar {
    /** The endpoints of this chapter. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("overview", OverviewEndpoints.class);
    }

    @Test
    void wsc_2_1_1_1_eachPeerOfAProgrammaticEndpointHasAnInstance() throws Exception {
        JdkSocket one = jdk("programmatic");
        JdkSocket other = jdk("programmatic");

        assertThat(ask(one, "opens")).isEqualTo("1");
        assertThat(ask(other, "opens")).isEqualTo("1");
    }

    @Test
    void wsc_2_1_2_1_eachPeerHasASessionThatStaysTheSame() throws Exception {
        JdkSocket one = jdk("lifecycle");
        JdkSocket other = jdk("lifecycle");

        assertThat(ask(one, "same")).isEqualTo("true");
        assertThat(ask(other, "same")).isEqualTo("true");
        assertThat(ask(one, "id")).isNotEqualTo(ask(other, "id"));
    }

    @Test
    void wsc_2_1_2_2_userPropertiesAreKeptUntilTheEndOfOnClose() throws Exception {
        raw("lifecycle").sendClose(1000, "");

        awaitJournal("open", "close 1000 kept true");
    }

    @Test
    void wsc_2_1_2_3_aLaterSessionHasANewId() throws Exception {
        RawWebSocketClient first = raw("lifecycle");
        first.sendText("id");
        String id = text(first);
        first.sendClose(1000, "");
        assertThat(closeCode(first)).isEqualTo(1000);
        awaitJournal("open", "close 1000 kept true");

        assertThat(ask("lifecycle", "id")).isNotEqualTo(id);
    }

    @Test
    void wsc_2_1_3_1_thereIsOneHandlerForEachKindOfMessage() throws Exception {
        JdkSocket socket = jdk("programmatic");

        assertThat(ask(socket, "handlers")).isEqualTo("3");
        assertThat(ask(socket, "hello")).isEqualTo("text hello");
        socket.sendBinary(new byte[] {1, 2});
        assertThat(socket.text()).isEqualTo("binary 2");
    }

    @Test
    void wsc_2_1_3_1_aRemovedHandlerMakesRoomForAnother() throws Exception {
        JdkSocket socket = jdk("programmatic");

        assertThat(ask(socket, "exchange")).isEqualTo("exchanged");
        assertThat(ask(socket, "hello")).isEqualTo("new handler hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "partial text", "binary", "pong"})
    void wsc_2_1_3_2_aSecondHandlerOfOneKindIsRefused(String kind) throws Exception {
        JdkSocket socket = jdk("programmatic");

        assertThat(ask(socket, "add " + kind)).isEqualTo("refused");
        assertThat(ask(socket, "handlers")).isEqualTo("3");
    }

    @Test
    void section_2_1_3_aMessageStaysWithTheHandlerThatHasItsFirstPart() throws Exception {
        RawWebSocketClient client = raw("replacing");
        client.send(
                WireFrame.of(WireFrame.TEXT, "a").notFinal(),
                WireFrame.of(WireFrame.CONTINUATION, "b").notFinal(),
                WireFrame.of(WireFrame.CONTINUATION, "c"),
                WireFrame.of(WireFrame.TEXT, "end"));

        awaitJournal("old a", "old b", "old c", "new end");
    }

    @Test
    void section_2_1_2_theOpenSessionsAreThoseOfTheEndpoint() throws Exception {
        JdkSocket one = jdk("lifecycle");
        RawWebSocketClient other = raw("lifecycle");
        jdk("programmatic");
        assertThat(ask(one, "open sessions")).isEqualTo("2");
        other.sendClose(1000, "");
        awaitJournal("open", "open", "close 1000 kept true");

        await().atMost(WAIT)
                .untilAsserted(() -> assertThat(ask(one, "open sessions")).isEqualTo("1"));
    }

    @Test
    void wsc_2_1_5_1_onCloseComesWhenThePeerCloses() throws Exception {
        raw("lifecycle").sendClose(4321, "");

        awaitJournal("open", "close 4321 kept true");
    }

    @Test
    void wsc_2_1_5_1_onCloseComesWhenTheEndpointCloses() throws Exception {
        RawWebSocketClient client = raw("lifecycle");
        client.sendText("close");

        assertThat(closeCode(client)).isEqualTo(1001);
        client.sendClose(1001, "");
        awaitJournal("open", "close 1001 kept true");
    }

    @Test
    void wsc_2_1_5_1_onCloseComesWhenTheSessionIsIdle() throws Exception {
        RawWebSocketClient client = raw("lifecycle");
        client.sendText("idle");

        assertThat(closeCode(client)).isIn(1000, 1001);
        client.close();
        awaitJournal("open", "close 1006 kept true");
    }

    @Test
    void wsc_2_1_5_1_onCloseComesWhenTheConnectionIsLost() throws Exception {
        raw("lifecycle").reset();

        awaitJournal("open", "close 1006 kept true");
    }

    @Test
    void wsc_2_1_7_1_theApplicationHasOneContainer() throws Exception {
        String container = get("container");

        assertThat(ask("programmatic", "container")).isEqualTo(container);
        assertThat(ask("lifecycle", "container")).isEqualTo(container);
    }

    @Test
    void wsc_2_2_2_1_theOpenAndTheCloseMethodAreCalled() throws Exception {
        RawWebSocketClient client = raw("lifecycle");
        awaitJournal("open");
        client.sendClose(1000, "");

        awaitJournal("open", "close 1000 kept true");
    }

    @Test
    void wsc_2_2_3_1_theMessageMethodOfTheKindIsCalled() throws Exception {
        JdkSocket socket = jdk("lifecycle");
        assertThat(ask(socket, "hello")).isEqualTo("text hello");
        socket.sendBinary(new byte[] {1, 2, 3});

        assertThat(socket.text()).isEqualTo("binary 3");
    }

    @Test
    void wsc_2_2_4_1_theErrorMethodLearnsOfAMessageThatCannotBeDecoded() throws Exception {
        JdkSocket socket = jdk("numbers");

        assertThat(ask(socket, "no number")).isEqualTo("DecodeException");
        assertThat(ask(socket, "41")).isEqualTo("42");
    }

    @Test
    void wsc_2_2_5_1_aPingIsAnsweredWithItsData() throws Exception {
        RawWebSocketClient client = raw("lifecycle");
        client.send(WireFrame.of(WireFrame.PING, "are you there?"));
        RawFrame answer = client.readFrame().orElseThrow();

        assertThat(answer.opcode()).isEqualTo(WireFrame.PONG);
        assertThat(answer.text()).isEqualTo("are you there?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lifecycle", "programmatic"})
    void wsc_2_2_5_2_aPongGoesToItsMethodOrHandler(String path) throws Exception {
        RawWebSocketClient client = raw(path);
        client.send(WireFrame.of(WireFrame.PONG, "here"));

        assertThat(text(client)).isEqualTo("pong here");
    }
}
