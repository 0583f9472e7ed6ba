package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import org.junit.jupiter.api.Test;

/** How connections of our client to servers that are not ours end. */
@AgainstEveryForeignServer
class ForeignEndingsTest extends ForeignTest {
    ForeignEndingsTest(ForeignPeer peer) {
        super(peer);
    }

    @Test
    void ourCloseArrivesWithItsCodeAndReason() throws Exception {
        String key = newKey();
        ForeignClient client = connect(key);
        client.session.close(new CloseReason(CloseCodes.getCloseCode(4002), "enough \u00e4"));

        awaitNote(connect(), key, "close 4002 enough \u00e4");
        assertThat(code(client)).isEqualTo(4002);
    }

    @Test
    void aPlainCloseIs1000OnBothSides() throws Exception {
        String key = newKey();
        ForeignClient client = connect(key);
        client.session.close();

        awaitNote(connect(), key, "close 1000");
        assertThat(code(client)).isEqualTo(1000);
    }

    @Test
    void theirCloseArrivesWithItsCodeAndReason() throws Exception {
        ForeignClient client = connect();
        client.session.getBasicRemote().sendText("!close 4001 that is all");

        assertThat(code(client)).isEqualTo(4001);
        assertThat(client.closes.get(0).getReasonPhrase()).isEqualTo("that is all");
        assertThat(client.session.isOpen()).isFalse();
    }

    @Test
    void whatWasSentBeforeACloseArrives() throws Exception {
        ForeignClient client = connect();
        client.session.getBasicRemote().sendText("before");
        client.session.getBasicRemote().sendText("!close 1000 done");

        assertThat(client.next()).isEqualTo("before");
        assertThat(code(client)).isEqualTo(1000);
    }

    @Test
    void aBrokenConnectionIs1006OnBothSides() throws Exception {
        try (Relay relay = new Relay(peer.port())) {
            String key = newKey();
            ForeignClient client = connect(config().build(), relay.port(), "/foreign?key=" + key);
            assertThat(client.ask("works")).isEqualTo("works");
            relay.cut();

            assertThat(code(client)).isEqualTo(1006);
            awaitNote(connect(), key, "close 1006");
        }
    }

    @Test
    void ourAbortIs1006ForTheServer() throws Exception {
        String key = newKey();
        ForeignClient client = connect(key);
        assertThat(client.ask("works")).isEqualTo("works");
        ((SheetbendSession) client.session).abort();

        assertThat(code(client)).isEqualTo(1006);
        awaitNote(connect(), key, "close 1006");
    }

    private static int code(ForeignClient client) {
        eventually(() -> assertThat(client.closes).hasSize(1));
        return client.closes.get(0).getCloseCode().getCode();
    }
}
