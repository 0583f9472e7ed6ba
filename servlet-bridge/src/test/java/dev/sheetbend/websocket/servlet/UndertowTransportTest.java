package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UndertowTransportTest extends TransportContract {
    UndertowTransportTest() {
        super(new UndertowServer());
    }

    @Test
    void aCloseFromAnotherThreadReachesASilentPeer() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            client.write(new byte[10]);
            org.awaitility.Awaitility.await().until(() -> session.receivedBytes.get() == 10);
            session.transport.close();
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void anAbortFromAnotherThreadReachesASilentPeer() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            client.write(new byte[10]);
            org.awaitility.Awaitility.await().until(() -> session.receivedBytes.get() == 10);
            session.transport.abort();
            assertThat(client.drain()).isZero();
        }
    }
}
