package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What Undertow's own connections do. */
@SuppressWarnings("try") // some clients only have to be there
abstract class UndertowNativeContract extends NativeTransportContract {
    private static final int TIMEOUT_MILLIS = 300;

    private final UndertowServer undertow;

    UndertowNativeContract(UndertowServer server) {
        super(server, "dev.sheetbend.websocket.servlet.undertow.UndertowTransport");
        undertow = server;
    }

    @Test
    void anIdleConnectionHoldsNoBuffer() throws Exception {
        try (RawClient client = connect()) {
            client.write(bytes(100_000));
            assertThat(client.read(100_000)).isEqualTo(bytes(100_000));
            await().until(() -> pool.outstanding() == 0);
            client.write(new byte[] {1});
            assertThat(client.read(1)).containsExactly(1);
            await().until(() -> pool.outstanding() == 0);
        }
    }

    @Test
    void anOpenConnectionKeepsNothingOfItsRequest() throws Exception {
        try (RawClient client = connect()) {
            client.write(new byte[] {1});
            assertThat(client.read(1)).containsExactly(1);
            WeakReference<?> exchange = undertow.lastExchange();
            await().until(() -> {
                System.gc();
                return exchange.refersTo(null);
            });
        }
    }

    @Test
    void handlersNeverRunOnTheIoThread() throws Exception {
        List<String> threads = new ArrayList<>();
        session = new EchoSession() {
            @Override
            public void opened() {
                threads.add(Thread.currentThread().getName());
                super.opened();
            }

            @Override
            void handle(byte[] array, int offset, int length) {
                threads.add(Thread.currentThread().getName());
                super.handle(array, offset, length);
            }

            @Override
            public void ended(IOException cause) {
                threads.add(Thread.currentThread().getName());
                super.ended(cause);
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[] {1});
            assertThat(client.read(1)).containsExactly(1);
        }
        session.ended.join();
        assertThat(threads).hasSizeGreaterThanOrEqualTo(3).noneMatch(name -> name.contains("I/O"));
    }

    @Test
    void aBlockedHandlerKeepsNoOtherConnectionFromBeingServed() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                awaitLatch(free);
            }
        };
        try (RawClient blocked = connect()) {
            blocked.write(bytes(1_000_000));
            await().until(() -> session.receivedBytes.get() > 0);
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                try (RawClient other = newClient("/app/plain", new byte[0])) {
                    assertThat(other.status()).isEqualTo(200);
                }
            }
        } finally {
            free.countDown();
        }
    }

    @Test
    void whatComesWhileTheHandlerIsBusyIsReadInOneGo() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        CountDownLatch free = new CountDownLatch(1);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                if (deliveries.incrementAndGet() == 1) {
                    awaitLatch(free);
                }
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[1]);
            await().until(() -> deliveries.get() == 1);
            for (int i = 0; i < 100; i++) {
                client.write(new byte[10]);
            }
            free.countDown();
            await().until(() -> session.receivedBytes.get() == 1_001);
        } finally {
            free.countDown();
        }
    }

    @Test
    void aPipelinedBeginningMayBeLong() throws Exception {
        byte[] sent = bytes(100_000);
        try (RawClient client = newClient("/app/ws", sent)) {
            assertThat(client.read(sent.length)).isEqualTo(sent);
            client.write(new byte[] {5});
            assertThat(client.read(1)).containsExactly(5);
        }
    }

    @Test
    void manyExchangesInBothDirectionsAtOnceLoseNothing() throws Exception {
        byte[] pushed = bytes(8 * MEBIBYTE);
        byte[] sent = bytes(8 * MEBIBYTE + 1);
        session = new Sink();
        try (RawClient client = connect()) {
            CompletableFuture<Void> written = client.writeInBackground(sent);
            CompletableFuture<Void> pushes = CompletableFuture.runAsync(() -> {
                for (int at = 0; at < pushed.length; at += 8_192) {
                    session.write(ByteBuffer.wrap(pushed, at, 8_192)).join();
                }
            });
            assertThat(client.read(pushed.length)).isEqualTo(pushed);
            pushes.join();
            written.join();
            await().until(() -> session.receivedBytes.get() == sent.length);
        }
    }

    @Test
    void timeoutsOfTheServerDoNotCutAConnectionThatIsIdle() throws Exception {
        stopServer();
        undertow.withTimeouts(TIMEOUT_MILLIS);
        startServer();
        try (RawClient client = connect()) {
            client.socket.setSoTimeout(5 * TIMEOUT_MILLIS);
            assertThatThrownBy(() -> client.read(1)).isInstanceOf(SocketTimeoutException.class);
            client.write(new byte[] {1});
            assertThat(client.read(1)).containsExactly(1);
            assertThatThrownBy(() -> client.read(1)).isInstanceOf(SocketTimeoutException.class);
            client.write(new byte[] {2});
            assertThat(client.read(1)).containsExactly(2);
        }
    }

    @Test
    void aWriteThatIsStuckForLongerThanTheServersTimeoutGoesOn() throws Exception {
        stopServer();
        undertow.withTimeouts(TIMEOUT_MILLIS);
        startServer();
        session = new Sink();
        try (RawClient client = connect()) {
            CompletableFuture<Void> stuck = session.write(ByteBuffer.wrap(bytes(16 * MEBIBYTE)));
            await().during(java.time.Duration.ofMillis(3 * TIMEOUT_MILLIS)).until(() -> !stuck.isDone());
            assertThat(client.read(16 * MEBIBYTE)).isEqualTo(bytes(16 * MEBIBYTE));
            stuck.join();
        }
    }

    @Test
    void aResetWhileAWriteIsStuckDoesNotOccupyTheIoThread() throws Exception {
        session = new Sink();
        RawClient client = connect();
        CompletableFuture<Void> stuck = session.write(ByteBuffer.wrap(new byte[64 * MEBIBYTE]));
        client.reset();
        stuck.handle((done, failure) -> failure).join();
        session.ended.join();
        // As many connections as there can be I/O threads on any machine that runs this test, each gets an answer.
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            try (RawClient other = newClient("/app/plain", new byte[0])) {
                assertThat(other.status()).isEqualTo(200);
            }
        }
    }
}
