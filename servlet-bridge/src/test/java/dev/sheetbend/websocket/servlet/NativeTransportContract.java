package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What only a container's own sockets can do, beyond what every transport must. */
@SuppressWarnings("try") // some clients only have to be there
abstract class NativeTransportContract extends TransportContract {
    private final String transportName;

    /**
     * @param transportName of the transport's class
     */
    NativeTransportContract(TestServer server, String transportName) {
        super(server);
        this.transportName = transportName;
    }

    final void exchangeSomething(RawClient client) throws IOException {
        client.write(new byte[10]);
        await().until(() -> session.receivedBytes.get() == 10);
    }

    @Test
    void theNativeTransportIsTheDefault() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            assertThat(session.transport.getClass().getName()).isEqualTo(transportName);
        }
    }

    @Test
    void aCloseFromAnotherThreadReachesASilentPeer() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            exchangeSomething(client);
            session.transport.close();
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(session.ended.join()).isEmpty();
    }

    @Test
    void aPeerThatStaysAfterACloseIsCutOffWhenTheGraceIsOver() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            exchangeSomething(client);
            session.transport.close();
            assertThat(session.ended.get(20, TimeUnit.SECONDS)).isEmpty();
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> client.write(new byte[1])).isInstanceOf(IOException.class));
        }
    }

    @Test
    void whatThePeerSendsAfterACloseIsThrownAway() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            exchangeSomething(client);
            session.transport.close();
            client.write(bytes(100_000));
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(session.ended.join()).isEmpty();
        assertThat(session.receivedBytes).hasValue(10);
    }

    @Test
    void anAbortReachesASilentPeer() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            exchangeSomething(client);
            session.transport.abort();
            assertThat(client.drain()).isZero();
        }
        assertThat(session.ended.join()).isPresent();
    }

    @Test
    void anAbortFreesAWriterThatIsStuckOnAPeerWhichNeverReads() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            CompletableFuture<Void> stuck = session.write(ByteBuffer.wrap(new byte[64 * MEBIBYTE]));
            assertThat(stuck).isNotDone();
            session.transport.abort();
            // Before the call returns.
            assertThat(stuck).isCompletedExceptionally();
            assertThat(session.ended.join()).isPresent();
        }
    }

    @Test
    void aHandlerThatWaitsForItsOwnWriteDoesNotKeepItFromCompleting() throws Exception {
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                super.handle(new byte[16 * MEBIBYTE], 0, 16 * MEBIBYTE);
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[1]);
            assertThat(client.read(16 * MEBIBYTE)).isEqualTo(new byte[16 * MEBIBYTE]);
        }
    }

    @Test
    void anotherThreadWritesWhileTheHandlerIsBlocked() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                awaitLatch(free);
            }
        };
        try (RawClient client = connect()) {
            exchangeSomething(client);
            CompletableFuture<Void> written = session.write(ByteBuffer.wrap(bytes(16 * MEBIBYTE)));
            assertThat(client.read(16 * MEBIBYTE)).isEqualTo(bytes(16 * MEBIBYTE));
            written.join();
            free.countDown();
        } finally {
            free.countDown();
        }
    }

    @Test
    void aCloseFromAnotherThreadReachesThePeerWhileTheHandlerIsBlocked() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                awaitLatch(free);
            }
        };
        try (RawClient client = connect()) {
            exchangeSomething(client);
            session.transport.close();
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
            assertThat(session.ended).isNotDone();
        } finally {
            free.countDown();
        }
        assertThat(session.ended.join()).isEmpty();
    }

    @Test
    void anInterruptMeantForTheApplicationDoesNotBreakTheConnection() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            Thread.currentThread().interrupt();
            CompletableFuture<Void> written = session.write(ByteBuffer.wrap(new byte[] {7}));
            assertThat(Thread.interrupted()).isTrue();
            written.join();
            assertThat(client.read(1)).containsExactly(7);
            exchangeSomething(client);
        }
    }

    @Test
    void moreHandlersBlockThanThreadsMayDeliverInline() throws Exception {
        int connections = 2 * Runtime.getRuntime().availableProcessors() + 2;
        CountDownLatch blocked = new CountDownLatch(connections);
        CountDownLatch free = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        List<EchoSession> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                session = new EchoSession() {
                    @Override
                    void handle(byte[] array, int offset, int length) {
                        blocked.countDown();
                        awaitLatch(free);
                        super.handle(array, offset, length);
                    }
                };
                sessions.add(session);
                clients.add(connect());
                clients.get(i).write(new byte[] {(byte) i});
            }
            assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
            free.countDown();
            for (int i = 0; i < connections; i++) {
                assertThat(clients.get(i).read(1)).containsExactly((byte) i);
            }
        } finally {
            free.countDown();
            for (RawClient client : clients) {
                client.close();
            }
        }
        for (EchoSession each : sessions) {
            each.ended.get(20, TimeUnit.SECONDS);
            assertThat(each.violations).hasValue(0);
        }
    }

    @Test
    void aWriteThatFailsAfterAnAbortSaysWhy() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            session.transport.abort();
            assertThatThrownBy(session.write(ByteBuffer.wrap(new byte[] {1}))::join)
                    .hasRootCauseMessage("The connection was aborted");
        }
    }
}
