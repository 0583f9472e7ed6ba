package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TomcatTransportTest extends TransportContract {
    TomcatTransportTest() {
        super(new TomcatServer());
    }

    @Override
    boolean nativeSockets() {
        return false;
    }

    @Test
    void theStandardTransportIsUsedWhenItIsAskedFor() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            assertThat(client.status()).isEqualTo(101);
            assertThat(session.transport).isInstanceOf(StandardTransport.class);
        }
    }

    @Test
    void aCloseFromAnotherThreadTakesEffectWhenThePeerSendsSomething() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            client.write(new byte[10]);
            org.awaitility.Awaitility.await().until(() -> session.receivedBytes.get() == 10);
            session.transport.close();
            assertThat(session.ended.join()).isEmpty();
            client.write(new byte[1]);
            assertThat(client.drain()).isZero();
        }
    }
}
