package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.OpeningRequest;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import dev.sheetbend.websocket.loop.ReadLoops;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.HeldSends;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every transport must do, in whichever servlet container; a subclass brings the container. */
@Timeout(60)
@SuppressWarnings("try") // some clients only have to be there
abstract class TransportContract {
    static final int MEBIBYTE = 1024 * 1024;

    final BufferPool pool = new BufferPool(256 * 1024);
    final ExecutorService workers = Executors.newCachedThreadPool();
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ReadLoops loops = new ReadLoops(workers, timer, HeldSends::open);
    final TestServer server;
    EchoSession session = new EchoSession();
    int port;
    private boolean stopped;

    TransportContract(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void startServer() throws Exception {
        stopped = false;
        port = server.start(
                new UpgradeFilter(
                        new OneEndpoint(),
                        new TransportServices(pool, workers, workers, timer, nativeSockets(), Optional.of(loops))),
                certificate());
    }

    /** Which threads run the endpoint. */
    EndpointThreads threads() {
        return EndpointThreads.ADAPTIVE;
    }

    /** Whether the container's own sockets are used where the standard upgrade works too. */
    boolean nativeSockets() {
        return true;
    }

    /** With one, the connections of this test are encrypted. */
    Optional<TestCertificate> certificate() throws Exception {
        return Optional.empty();
    }

    @AfterEach
    void stopServerAndLookForLeaks() throws Exception {
        stopServer();
        if (session.transport != null) {
            await().until(session.ended::isDone);
        }
        assertThat(session.violations).as("calls out of order").hasValue(0);
        await("buffers to come back").until(() -> pool.outstanding() == 0);
        loops.stop();
        workers.shutdownNow();
        timer.shutdownNow();
    }

    void stopServer() throws Exception {
        if (!stopped) {
            stopped = true;
            server.stop();
        }
    }

    final class OneEndpoint implements Upgrades {
        @Override
        public boolean hasEndpoint(String path) {
            return path.startsWith("/ws");
        }

        @Override
        public UpgradeAnswer answer(String path, OpeningRequest request) {
            return switch (path) {
                case "/ws/pass" -> new UpgradeAnswer.PassOn();
                case "/ws/no" -> new UpgradeAnswer.Refused(403, Map.of("X-Why", List.of("a", "b")), "Not you.");
                default ->
                    new UpgradeAnswer.Accepted(
                            Map.of(
                                    "Upgrade",
                                    List.of("websocket"),
                                    "Connection",
                                    List.of("Upgrade"),
                                    "X-Two",
                                    List.of("1", "2")),
                            new SessionAcceptor());
            };
        }
    }

    private final class SessionAcceptor implements UpgradeAnswer.Acceptor {
        @Override
        public void accept(Transport transport) {
            session.accept(transport);
        }

        @Override
        public void abandon() {
            session.abandon();
        }

        @Override
        public EndpointThreads threads() {
            return TransportContract.this.threads();
        }
    }

    RawClient connect() throws IOException {
        RawClient client = newClient("/app/ws", new byte[0]);
        assertThat(client.status()).isEqualTo(101);
        session.opened.join();
        return client;
    }

    RawClient newClient(String path, byte[] behind) throws IOException {
        return new RawClient(port, path, behind);
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** Does nothing with input. */
    static class Sink extends EchoSession {
        @Override
        void handle(byte[] array, int offset, int length) {}
    }

    @Test
    void answersTheHandshakeWithAllItsHeaders() throws Exception {
        try (RawClient client = connect()) {
            assertThat(client.answer)
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                    .containsIgnoringCase("\r\nconnection: upgrade\r\n")
                    .containsIgnoringCase("\r\nx-two: 1\r\n")
                    .containsIgnoringCase("\r\nx-two: 2\r\n");
        }
    }

    @Test
    void echoesFromOneByteToFourMebibytes() throws Exception {
        try (RawClient client = connect()) {
            for (int size : new int[] {1, 125, 126, 8191, 8192, 8193, 16_384, 65_536, MEBIBYTE, 4 * MEBIBYTE}) {
                byte[] sent = bytes(size);
                CompletableFuture<Void> written = client.writeInBackground(sent);
                assertThat(client.read(size)).as("%d bytes", size).isEqualTo(sent);
                written.join();
            }
        }
    }

    @Test
    void deliversBytesThatCameTogetherWithTheHandshake() throws Exception {
        byte[] sent = bytes(300);
        try (RawClient client = newClient("/app/ws", sent)) {
            assertThat(client.read(300)).isEqualTo(sent);
        }
    }

    @Test
    void pipesThatAreFullBothWaysDoNotDeadlock() throws Exception {
        byte[] sent = bytes(32 * MEBIBYTE);
        try (RawClient client = connect()) {
            CompletableFuture<Void> written = client.writeInBackground(sent);
            // The client does not read yet, so the echo gets stuck, and then so does the client's own write.
            awaitNoProgress();
            assertThat(written).isNotDone();
            assertThat(client.read(sent.length)).isEqualTo(sent);
            written.join();
        }
    }

    /** Until what the session received has not grown between two looks. */
    final void awaitNoProgress() {
        long[] before = {-1};
        await().pollInterval(200, TimeUnit.MILLISECONDS).until(() -> {
            long now = session.receivedBytes.get();
            boolean still = now > 0 && now == before[0];
            before[0] = now;
            return still;
        });
    }

    @Test
    void slowHandlersGetEveryByteInOrder() throws Exception {
        java.util.zip.CRC32 received = new java.util.zip.CRC32();
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                received.update(array, offset, length);
                // Slower than the client by far, so that reading stops and goes on all the time.
                java.util.concurrent.locks.LockSupport.parkNanos(200_000);
            }
        };
        byte[] sent = bytes(16 * MEBIBYTE);
        java.util.zip.CRC32 expected = new java.util.zip.CRC32();
        expected.update(sent);
        try (RawClient client = connect()) {
            client.write(sent);
            await().atMost(40, TimeUnit.SECONDS).until(() -> session.receivedBytes.get() >= sent.length);
            assertThat(session.receivedBytes).hasValue(sent.length);
            assertThat(received.getValue()).isEqualTo(expected.getValue());
        }
    }

    @Test
    void aCloseInAHandlerReachesThePeerAtOnce() throws Exception {
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                var unused = write(ByteBuffer.wrap(new byte[] {42}));
                transport.close();
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[] {1});
            assertThat(client.read(1)).containsExactly(42);
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(session.ended.join()).isEmpty();
    }

    @Test
    void whatWasWrittenBeforeACloseArrives() throws Exception {
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                var unused = write(ByteBuffer.wrap(bytes(4 * MEBIBYTE)));
                transport.close();
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[] {1});
            assertThat(client.read(4 * MEBIBYTE)).isEqualTo(bytes(4 * MEBIBYTE));
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void theEndOfALongWriteReachesAPeerThatWasSlow() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            CompletableFuture<Void> written = session.write(ByteBuffer.wrap(bytes(16 * MEBIBYTE)));
            assertThat(written).isNotDone();
            assertThat(client.read(16 * MEBIBYTE)).isEqualTo(bytes(16 * MEBIBYTE));
            written.join();
        }
    }

    @Test
    void writesAfterCloseFail() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            session.transport.close();
            assertThatThrownBy(session.write(ByteBuffer.wrap(new byte[] {1}))::join)
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aSecondWriteBeforeTheFirstHasCompletedIsRefused() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            CompletableFuture<Void> first = session.write(ByteBuffer.wrap(new byte[64 * MEBIBYTE]));
            assertThat(first).isNotDone();
            assertThatThrownBy(() -> session.write(ByteBuffer.wrap(new byte[] {1})))
                    .isInstanceOf(IllegalStateException.class);
            session.transport.abort();
        }
    }

    @Test
    void abortFailsAWriteThatIsStuckAndEndsTheSession() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            CompletableFuture<Void> stuck = session.write(ByteBuffer.wrap(new byte[64 * MEBIBYTE]));
            assertThat(stuck).isNotDone();
            session.transport.abort();
            assertThatThrownBy(stuck::join).hasCauseInstanceOf(IOException.class);
            assertThat(session.ended.join()).isPresent();
            // Tomcat needs this reading to notice; what is left is far less than what was written.
            assertThat(client.drain()).isLessThan(64 * MEBIBYTE);
        }
    }

    @Test
    void abortWhileTheHandlerIsBlockedInAWriteFreesIt() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                super.handle(new byte[64 * MEBIBYTE], 0, 64 * MEBIBYTE);
                free.countDown();
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[] {1});
            await().until(() -> session.receivedBytes.get() == 1);
            session.transport.abort();
            assertThat(free.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(session.ended.join()).isPresent();
            client.drain();
        }
    }

    @Test
    void theEndOfThePeersOutputComesAfterItsBytes() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            client.write(bytes(100_000));
            client.socket.shutdownOutput();
            assertThat(session.ended.join()).isEmpty();
            assertThat(session.receivedBytes).hasValue(100_000);
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void aResetByThePeerEndsTheSessionAndAWriteThatIsStuck() throws Exception {
        session = new Sink();
        RawClient client = connect();
        CompletableFuture<Void> stuck = session.write(ByteBuffer.wrap(new byte[64 * MEBIBYTE]));
        client.reset();
        assertThatThrownBy(stuck::join).hasCauseInstanceOf(IOException.class);
        session.ended.join();
    }

    @Test
    void aResetOfAnIdleConnectionEndsTheSession() throws Exception {
        session = new Sink();
        connect().reset();
        // Jetty does not tell a reset from an end in order.
        assertThat(session.ended.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void suspendedDeliveryGoesOnWhereItStopped() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                if (first.getAndSet(false)) {
                    transport.suspend();
                }
            }
        };
        byte[] sent = bytes(32 * MEBIBYTE);
        try (RawClient client = connect()) {
            CompletableFuture<Void> written = client.writeInBackground(sent);
            awaitNoProgress();
            assertThat(written).isNotDone();
            long before = session.receivedBytes.get();
            assertThat(before).isLessThan(sent.length);
            session.transport.resume();
            written.join();
            await().until(() -> session.receivedBytes.get() == sent.length);
        }
    }

    @Test
    void aSuspendedConnectionCanStillWriteAndClose() throws Exception {
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                transport.suspend();
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[100]);
            await().until(() -> session.receivedBytes.get() == 100);
            client.write(new byte[1_000_000]);
            session.write(ByteBuffer.wrap(new byte[] {7})).get();
            assertThat(client.read(1)).containsExactly(7);
            session.transport.close();
            assertThat(client.drain()).isZero();
        }
    }

    @Test
    void tasksRunWhileTheReceiverIsBlocked() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                transport.execute(ran::countDown);
                awaitLatch(ran);
                super.handle(array, offset, length);
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[] {5});
            assertThat(client.read(1)).containsExactly(5);
        }
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void severalBuffersLeaveInOrder() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            ByteBuffer[] buffers = {
                ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 2),
                ByteBuffer.allocate(0),
                ByteBuffer.wrap(new byte[] {9, 8})
            };
            session.write(buffers).get();
            assertThat(client.read(4)).containsExactly(1, 2, 9, 8);
        }
    }

    @Test
    void stoppingTheServerEndsTheSession() throws Exception {
        session = new Sink();
        try (RawClient client = connect()) {
            stopServer();
            assertThat(session.ended.get(20, TimeUnit.SECONDS)).isNotNull();
            client.drain();
        }
    }

    @Test
    void aReceiverThatFailsEndsItsConnection() throws Exception {
        session = new EchoSession() {
            @Override
            void handle(byte[] array, int offset, int length) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void ended(IOException cause) {
                ended.complete(Optional.ofNullable(cause));
            }
        };
        try (RawClient client = connect()) {
            client.write(new byte[] {1});
            client.drain();
            assertThat(session.ended.join()).isPresent();
        }
    }

    @Test
    void whatIsNoHandshakeGoesToTheApplication() throws Exception {
        for (String path : List.of("/app/other", "/app/ws/pass")) {
            try (RawClient client = newClient(path, new byte[0])) {
                assertThat(client.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aRefusalCarriesStatusHeadersAndMessage() throws Exception {
        try (RawClient client = newClient("/app/ws/no", new byte[0])) {
            assertThat(client.answer)
                    .startsWith("HTTP/1.1 403")
                    .containsIgnoringCase("x-why: a\r\n")
                    .containsIgnoringCase("x-why: b\r\n")
                    .containsIgnoringCase("content-type: text/plain");
            assertThat(new String(client.read(8), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("Not you.");
        }
    }
}
