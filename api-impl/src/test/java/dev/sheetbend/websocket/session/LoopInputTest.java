package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.loop.BlockingHabit;
import dev.sheetbend.websocket.loop.ReadLoops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the opening of a connection and its input come from a read loop. */
@Timeout(60)
class LoopInputTest {
    private final ExecutorService loopThreads = Executors.newCachedThreadPool(task -> thread(task, "loop"));
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> thread(task, "worker"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ReadLoops loops = new ReadLoops(loopThreads, timer, HeldSends::open);
    private final BlockingHabit habit = new BlockingHabit();
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private static Thread thread(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A transport that only reads, and who receives. */
    private final class Line implements InputDelivery.Source, Transport.Receiver {
        final Pipe pipe = Pipe.open();
        final List<String> events = new CopyOnWriteArrayList<>();
        final InputDelivery input = InputDelivery.of(this);
        final LoopInput loopInput;
        volatile Runnable onOpen = () -> {};

        Line(Optional<ReadLoops> from) throws IOException {
            loopInput = new LoopInput(from, EndpointThreads.ADAPTIVE, habit, input);
            pipe.source().configureBlocking(false);
            lines.add(this);
        }

        void event(String what) {
            events.add(what + " on " + Thread.currentThread().getName());
        }

        void write(int value) throws IOException {
            pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) value}));
        }

        void awaitEvents(String... expected) {
            await().untilAsserted(() -> assertThat(events).containsExactly(expected));
        }

        /** Whichever threads they came on. */
        void awaitOnAnyThread(String... expected) {
            await().untilAsserted(() -> assertThat(
                            events.stream().map(event -> event.substring(0, event.indexOf(" on "))))
                    .containsExactly(expected));
        }

        @Override
        public void execute(Runnable delivery) {
            workers.execute(delivery);
        }

        @Override
        public boolean fetch(Transport.Receiver receiver) throws IOException {
            var buffer = ByteBuffer.allocate(1);
            int count = pipe.source().read(buffer);
            if (count > 0) {
                receiver.received(buffer.array(), 0, count);
            } else if (count < 0) {
                input.end(null);
            }
            return count > 0;
        }

        @Override
        public void awaitInput() {
            loopInput.await(pipe.source());
        }

        @Override
        public void finish(IOException cause) {
            loopInput.end();
        }

        @Override
        public void opened() {
            event("opened");
            onOpen.run();
        }

        @Override
        public void received(byte[] array, int offset, int length) {
            event("received " + array[offset]);
        }

        @Override
        public void ended(IOException cause) {
            event("ended");
        }
    }

    private Line line() throws IOException {
        return new Line(Optional.of(loops));
    }

    @AfterEach
    void end() throws IOException {
        loops.stop();
        for (Line line : lines) {
            line.input.end(null);
            line.pipe.source().close();
            line.pipe.sink().close();
        }
        loopThreads.shutdownNow();
        workers.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void aLoopDeliversTheOpeningAndThenTheInput() throws Exception {
        Line line = line();
        assertThat(line.loopInput.start(line.pipe.source(), line)).isTrue();
        line.awaitEvents("opened on loop");
        line.write(1);
        line.awaitOnAnyThread("opened", "received 1");
        line.pipe.sink().close();
        line.awaitOnAnyThread("opened", "received 1", "ended");
    }

    @Test
    void whatCameBeforeTheOpeningFollowsIt() throws Exception {
        Line line = line();
        line.write(1);
        line.write(2);
        line.input.precededBy(new byte[] {0});
        line.loopInput.start(line.pipe.source(), line);
        line.awaitOnAnyThread("opened", "received 0", "received 1", "received 2");
    }

    @Test
    void withoutLoopsNothingIsStarted() throws Exception {
        Line line = new Line(Optional.empty());
        assertThat(line.loopInput.start(line.pipe.source(), line)).isFalse();
        line.input.start(line);
        line.awaitEvents("opened on worker");
    }

    @Test
    void whenTheLoopsHaveStoppedAWorkerOpens() throws Exception {
        loops.stop();
        Line line = line();
        assertThat(line.loopInput.start(line.pipe.source(), line)).isTrue();
        line.awaitEvents("opened on worker");
    }

    @Test
    void aConnectionThatEndsBeforeItsOpeningIsOpenedAndEndedOnce() throws Exception {
        Line line = line();
        line.input.end(new IOException("expected by the test"));
        assertThat(line.loopInput.start(line.pipe.source(), line)).isTrue();
        line.awaitEvents("opened on worker", "ended on worker");
    }

    @Test
    void inputThatIsSuspendedWhileItOpensWaits() throws Exception {
        Line line = line();
        line.onOpen = line.input::suspend;
        line.write(1);
        line.loopInput.start(line.pipe.source(), line);
        line.awaitEvents("opened on loop");
        line.input.resume();
        line.awaitOnAnyThread("opened", "received 1");
    }

    @Test
    void anOpeningThatBlocksSaysNothingOfMessages() throws Exception {
        var release = new CountDownLatch(1);
        Line blocked = line();
        blocked.onOpen = () -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        blocked.loopInput.start(blocked.pipe.source(), blocked);
        await().until(() -> !habit.ofOpenings().mayStay());
        Line next = line();
        next.loopInput.start(next.pipe.source(), next);
        next.awaitEvents("opened on worker");
        next.write(1);
        next.awaitOnAnyThread("opened", "received 1");
        release.countDown();
        blocked.write(2);
        blocked.awaitOnAnyThread("opened", "received 2");
        assertThat(habit.mayStay()).isTrue();
    }
}
