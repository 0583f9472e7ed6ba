package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UndertowTransportTest extends TransportContract {
    UndertowTransportTest() {
        super(new UndertowServer());
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

    @Test
    void aResetWhileAWriteIsStuckDoesNotOccupyTheIoThread() throws Exception {
        session = new Sink();
        RawClient client = connect();
        java.util.concurrent.CompletableFuture<Void> stuck =
                session.write(java.nio.ByteBuffer.wrap(new byte[64 * MEBIBYTE]));
        client.reset();
        stuck.handle((done, failure) -> failure).join();
        session.ended.join();
        // As many connections as there can be I/O threads on any machine that runs this test, each gets an answer.
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            try (RawClient other = new RawClient(port, "/app/plain")) {
                assertThat(other.status()).isEqualTo(200);
            }
        }
    }
}
