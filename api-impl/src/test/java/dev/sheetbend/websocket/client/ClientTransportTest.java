package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What sessions expect of a transport, at a client's socket. */
@Timeout(60)
class ClientTransportTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final BufferPool pool = new BufferPool(0);
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Recorder recorder = new Recorder();
    private ClientTransport transport;

    /** Counts what comes, and what comes out of order. */
    private static final class Recorder implements Transport.Receiver {
        final AtomicLong bytes = new AtomicLong();
        final AtomicInteger violations = new AtomicInteger();
        final CompletableFuture<Void> opened = new CompletableFuture<>();
        final CompletableFuture<Optional<IOException>> ended = new CompletableFuture<>();
        private final AtomicInteger inside = new AtomicInteger();
        volatile Runnable onFirst = () -> {};
        volatile boolean mayReceive = true;

        @Override
        public void opened() {
            opened.complete(null);
        }

        @Override
        public void received(byte[] array, int offset, int length) {
            check(inside.getAndIncrement() == 0 && opened.isDone() && !ended.isDone() && mayReceive);
            if (bytes.getAndAdd(length) == 0) {
                onFirst.run();
            }
            inside.decrementAndGet();
        }

        @Override
        public void ended(IOException cause) {
            check(inside.get() == 0 && opened.isDone() && !ended.isDone());
            ended.complete(Optional.ofNullable(cause));
        }

        private void check(boolean holds) {
            if (!holds) {
                violations.incrementAndGet();
            }
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        transport.abort();
        recorder.ended.get(10, TimeUnit.SECONDS);
        assertThat(recorder.violations).hasValue(0);
        await().untilAsserted(() -> assertThat(pool.outstanding()).isZero());
        handlers.shutdownNow();
        timer.shutdownNow();
    }

    private void connect(RawServer server) throws IOException {
        var address = new InetSocketAddress(InetAddress.getAllByName("127.0.0.1")[0], server.port());
        Dialogue dialogue = Dialogue.connect(
                SocketChannel.open(), address, new EventLoop(), Dialogue.Deadline.in(10_000, "No connection in time."));
        var wire = new SocketWire(dialogue.channel());
        var services = new ClientTransport.Services(pool, handlers, timer, EndpointThreads.POOLED);
        transport = new ClientTransport(wire, dialogue.release(), services, new byte[0]);
        transport.start(recorder);
    }

    private CompletableFuture<Void> write(byte[] bytes) {
        var written = new CompletableFuture<Void>();
        transport.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1, new Transport.WriteListener() {
            @Override
            public void writeCompleted() {
                written.complete(null);
            }

            @Override
            public void writeFailed(Throwable cause) {
                written.completeExceptionally(cause);
            }
        });
        return written;
    }

    @Test
    void suspendStopsDeliveryAndResumeGoesOn() throws Exception {
        var suspended = new CountDownLatch(1);
        var sent = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
            connection.send(new byte[1]);
            suspended.await();
            connection.send(new byte[100_000]);
            sent.countDown();
            connection.drain();
        })) {
            recorder.onFirst = () -> {
                transport.suspend();
                recorder.mayReceive = false;
                suspended.countDown();
            };
            connect(server);
            assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(recorder.bytes).hasValue(1);
            recorder.mayReceive = true;
            transport.resume();

            await().untilAsserted(() -> assertThat(recorder.bytes).hasValue(100_001));
        }
    }

    @Test
    void oneWriteAtATimeAndAnAbortFailsIt() throws Exception {
        var hold = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> hold.await())) {
            connect(server);
            CompletableFuture<Void> stuck = write(new byte[30 * MEBIBYTE]);

            assertThatThrownBy(() -> write(new byte[1])).isInstanceOf(IllegalStateException.class);
            transport.abort();
            assertThatThrownBy(() -> stuck.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(recorder.ended.get(10, TimeUnit.SECONDS)).isPresent();
            assertThatThrownBy(() -> write(new byte[1]).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IOException.class);
        } finally {
            hold.countDown();
        }
    }

    @Test
    void closeSendsWhatWasWrittenThenFinAndThrowsInputAway() throws Exception {
        var received = new CompletableFuture<Integer>();
        try (RawServer server = new RawServer(connection -> {
            int count = connection.socket.getInputStream().readAllBytes().length;
            connection.send(new byte[MEBIBYTE]);
            received.complete(count);
        })) {
            connect(server);
            CompletableFuture<Void> written = write(new byte[8 * MEBIBYTE]);
            transport.close();

            written.get(20, TimeUnit.SECONDS);
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(8 * MEBIBYTE);
            assertThat(recorder.ended.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThat(recorder.bytes).hasValue(0);
        }
    }

    @Test
    void aPeerThatNeverEndsItsSideIsNotWaitedForForEver() throws Exception {
        var hold = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> hold.await())) {
            connect(server);
            transport.close();

            assertThat(recorder.ended.get(20, TimeUnit.SECONDS)).isEmpty();
        } finally {
            hold.countDown();
        }
    }

    @Test
    void aCloseWhileDeliveryIsSuspendedStillEnds() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.send(new byte[1]);
            connection.drain();
        })) {
            var first = new CountDownLatch(1);
            recorder.onFirst = () -> {
                transport.suspend();
                first.countDown();
            };
            connect(server);
            assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
            transport.close();

            assertThat(recorder.ended.get(20, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void theEndComesEvenWhenNoHandlerThreadIsLeft() throws Exception {
        try (RawServer server = new RawServer(connection -> connection.drain())) {
            connect(server);
            handlers.shutdown();
            transport.abort();

            assertThat(recorder.ended.get(10, TimeUnit.SECONDS)).isPresent();
        }
    }

    /** The peer has read a message and ends the connection before the thread that wrote the message can look up. */
    @Test
    void aWriteThatHasLeftIsToldSoBeforeTheEnd() throws Exception {
        var tasks = new LinkedBlockingQueue<Runnable>();
        try (RawServer server =
                new RawServer(connection -> connection.socket.getInputStream().readNBytes(3))) {
            var address = new InetSocketAddress(InetAddress.getAllByName("127.0.0.1")[0], server.port());
            Dialogue dialogue = Dialogue.connect(
                    SocketChannel.open(),
                    address,
                    new EventLoop(),
                    Dialogue.Deadline.in(10_000, "No connection in time."));
            Wire socket = new SocketWire(dialogue.channel());
            var wire = new MemoryWire(BufferPool.READ_SIZE) {
                @Override
                public int read(ByteBuffer into) throws IOException {
                    return socket.read(into);
                }

                @Override
                public Progress write(ByteBuffer[] buffers, int from, int count) {
                    try {
                        Progress progress = socket.write(buffers, from, count);
                        // All that is told of the end is told now, in the middle of the write.
                        for (Runnable task = tasks.poll(10, TimeUnit.SECONDS); task != null; task = tasks.poll()) {
                            task.run();
                        }
                        return progress;
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            };
            var services = new ClientTransport.Services(pool, tasks::add, timer, EndpointThreads.POOLED);
            transport = new ClientTransport(wire, dialogue.release(), services, new byte[0]);
            transport.start(recorder);
            tasks.take().run();
            CompletableFuture<Void> written = write(new byte[3]);

            assertThat(written).isCompleted();
            assertThat(recorder.ended).isNotDone();
            tasks.take().run();
            assertThat(recorder.ended.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }
}
