package dev.sheetbend.websocket.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pipes stand for connections. */
class ReadLoopsTest {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task);
        thread.setDaemon(true);
        // One test has a handler fail.
        thread.setUncaughtExceptionHandler((failed, cause) -> {});
        threads.add(thread);
        return thread;
    });
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private ReadLoops loops = new ReadLoops(pool, timer, NoRound::new, 1);
    private final List<Line> lines = new ArrayList<>();

    /** Leaves nothing to do. */
    private static final class NoRound implements Round {
        @Override
        public void delivers(boolean moreFollow) {}

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public boolean isLate() {
            return false;
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    }

    /** One connection, and what is done about its input. */
    private final class Line {
        final Pipe pipe = Pipe.open();
        final BlockingHabit habit = new BlockingHabit();
        final Queue<Integer> bytes = new ConcurrentLinkedQueue<>();
        final Queue<Thread> readers = new ConcurrentLinkedQueue<>();
        final AtomicReference<IOException> failure = new AtomicReference<>();
        final AtomicInteger calls = new AtomicInteger();
        volatile Runnable handler = () -> {};
        volatile boolean wantsMore = true;
        ReadRegistration registration;

        Line() throws IOException {
            pipe.source().configureBlocking(false);
            lines.add(this);
        }

        Line open() throws IOException {
            prepare();
            loops.register(pipe.source(), registration);
            registration.want();
            return this;
        }

        Line openDue() throws IOException {
            prepare();
            loops.registerDue(pipe.source(), registration);
            return this;
        }

        private void prepare() {
            registration = new ReadRegistration(habit) {
                @Override
                protected boolean readable() {
                    return Line.this.readable();
                }

                @Override
                protected void failed(IOException cause) {
                    failure.set(cause);
                }
            };
        }

        void write(int value) throws IOException {
            pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) value}));
        }

        private boolean readable() {
            calls.incrementAndGet();
            readers.add(Thread.currentThread());
            try {
                var buffer = ByteBuffer.allocate(1);
                if (pipe.source().read(buffer) > 0) {
                    bytes.add((int) buffer.get(0));
                }
            } catch (IOException e) {
                failure.set(e);
            }
            handler.run();
            if (wantsMore) {
                registration.want();
            }
            return true;
        }

        void awaitBytes(Integer... expected) {
            await().untilAsserted(() -> assertThat(bytes).containsExactly(expected));
        }
    }

    @AfterEach
    void end() throws IOException {
        loops.stop();
        for (Line line : lines) {
            line.pipe.source().close();
            line.pipe.sink().close();
        }
        await().until(() -> threads.stream().noneMatch(ReadLoopsTest::isInALoop));
        pool.shutdownNow();
        timer.shutdownNow();
    }

    private static boolean isInALoop(Thread thread) {
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getClassName().startsWith(ReadLoop.class.getName()));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneThreadReadsFromAllConnections() throws Exception {
        Line first = new Line().open();
        Line second = new Line().open();
        for (int i = 1; i <= 3; i++) {
            first.write(i);
            second.write(-i);
        }
        first.awaitBytes(1, 2, 3);
        second.awaitBytes(-1, -2, -3);
        assertThat(first.readers).containsOnly(second.readers.element());
    }

    @Test
    void whatCameBeforeItWasWantedIsDelivered() throws Exception {
        var line = new Line();
        line.write(1);
        line.open().awaitBytes(1);
    }

    @Test
    void oneThatIsDueIsToldWithoutInputAndThenOfInput() throws Exception {
        Line first = new Line().openDue();
        await().until(() -> first.calls.get() == 1);
        // Now the thread of the loop waits for input.
        Line second = new Line().openDue();
        await().until(() -> second.calls.get() == 1);
        assertThat(second.readers).containsOnly(first.readers.element());
        second.write(2);
        second.awaitBytes(2);
        first.write(1);
        first.awaitBytes(1);
        assertThat(second.calls).hasValue(2);
    }

    @Test
    void oneThatIsDueDoesNotWaitForAHandlerThatBlocks() throws Exception {
        var release = new CountDownLatch(1);
        Line blocked = new Line();
        blocked.handler = () -> awaitQuietly(release);
        blocked.openDue();
        await().until(() -> blocked.calls.get() == 1);
        Line other = new Line().openDue();
        await().until(() -> other.calls.get() == 1);
        release.countDown();
    }

    @Test
    void oneThatIsDueIsNotToldWhenItIsCancelledBefore() throws Exception {
        var release = new CountDownLatch(1);
        var pinned = new ReadLoops(
                task -> pool.execute(() -> {
                    awaitQuietly(release);
                    task.run();
                }),
                timer,
                NoRound::new,
                1);
        loops = pinned;
        Line line = new Line().openDue();
        line.registration.cancel();
        Line other = new Line().openDue();
        release.countDown();
        await().until(() -> other.calls.get() == 1);
        assertThat(line.calls).hasValue(0);
    }

    @Test
    void aConnectionIsNotToldAgainBeforeItWantsMore() throws Exception {
        Line line = new Line();
        line.wantsMore = false;
        line.open();
        line.write(1);
        line.awaitBytes(1);
        line.write(2);
        // Makes the loop look several times.
        Line other = new Line().open();
        other.write(5);
        other.awaitBytes(5);
        other.write(6);
        other.awaitBytes(5, 6);
        assertThat(line.calls).hasValue(1);
        line.registration.want();
        line.awaitBytes(1, 2);
    }

    @Test
    void aHandlerThatBlocksKeepsNobodyElseWaiting() throws Exception {
        var release = new CountDownLatch(1);
        Line blocked = new Line();
        blocked.handler = () -> awaitQuietly(release);
        blocked.open();
        Line other = new Line().open();
        blocked.write(1);
        blocked.awaitBytes(1);
        other.write(2);
        other.awaitBytes(2);
        assertThat(other.readers).doesNotContainAnyElementsOf(blocked.readers);
        release.countDown();
        blocked.write(3);
        blocked.awaitBytes(1, 3);
    }

    @Test
    void manyHandlersMayBlockAtATime() throws Exception {
        var release = new CountDownLatch(1);
        List<Line> blocked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Line line = new Line();
            line.handler = () -> awaitQuietly(release);
            blocked.add(line.open());
            line.write(i);
        }
        for (int i = 0; i < 20; i++) {
            blocked.get(i).awaitBytes(i);
        }
        release.countDown();
        for (int i = 0; i < 20; i++) {
            blocked.get(i).write(100 + i);
            blocked.get(i).awaitBytes(i, 100 + i);
        }
        // Only one thread stays.
        await().until(() -> threads.stream().filter(ReadLoopsTest::isInALoop).count() == 1);
    }

    @Test
    void anEndpointThatBlocksGetsAHabit() throws Exception {
        var release = new CountDownLatch(1);
        Line line = new Line();
        line.handler = () -> awaitQuietly(release);
        line.open();
        assertThat(line.habit.mayStay()).isTrue();
        line.write(1);
        await().until(() -> !line.habit.mayStay());
        release.countDown();
    }

    @Test
    void aHandlerThatFailsWithAnErrorTakesOnlyItsThread() throws Exception {
        Line broken = new Line();
        broken.handler = () -> {
            throw new AssertionError("expected by the test");
        };
        broken.open();
        Line other = new Line().open();
        broken.write(1);
        await().until(() -> broken.calls.get() == 1);
        other.write(2);
        other.awaitBytes(2);
    }

    @Test
    void anInterruptThatAHandlerLeavesReachesNobodyElse() throws Exception {
        Line first = new Line();
        first.handler = () -> Thread.currentThread().interrupt();
        first.open();
        Line second = new Line();
        var interrupted = new AtomicInteger();
        second.handler = () -> {
            if (Thread.currentThread().isInterrupted()) {
                interrupted.incrementAndGet();
            }
        };
        second.open();
        for (int i = 0; i < 5; i++) {
            first.write(1);
            int calls = i + 1;
            await().until(() -> first.calls.get() == calls);
            second.write(1);
            await().until(() -> second.calls.get() == calls);
        }
        assertThat(interrupted).hasValue(0);
        assertThat(second.readers).containsOnly(first.readers.element());
    }

    @Test
    void aLoopThatOnceGotNoThreadGetsOneLater() throws Exception {
        var refusals = new AtomicInteger(1);
        loops = new ReadLoops(
                task -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("expected by the test");
                    }
                    pool.execute(task);
                },
                timer,
                NoRound::new,
                1);
        assertThatThrownBy(() -> new Line().open()).isInstanceOf(IOException.class);
        Line line = new Line().open();
        line.write(1);
        line.awaitBytes(1);
    }

    @Test
    void aThreadThatCouldNotBeReplacedIsReplacedLater() throws Exception {
        var refusals = new AtomicInteger();
        loops = new ReadLoops(
                task -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("expected by the test");
                    }
                    pool.execute(task);
                },
                timer,
                NoRound::new,
                1);
        var release = new CountDownLatch(1);
        Line blocked = new Line();
        blocked.handler = () -> awaitQuietly(release);
        blocked.open();
        Line other = new Line().open();
        refusals.set(3);
        blocked.write(1);
        blocked.awaitBytes(1);
        other.write(2);
        other.awaitBytes(2);
        release.countDown();
    }

    @Test
    void aCancelledConnectionIsNotToldAnyMore() throws Exception {
        Line line = new Line().open();
        Line other = new Line().open();
        line.registration.cancel();
        line.registration.cancel();
        line.write(1);
        other.write(2);
        other.awaitBytes(2);
        assertThat(line.calls).hasValue(0);
    }

    @Test
    void aClosedChannelIsGivenUpByTheLoop() throws Exception {
        Line line = new Line().open();
        line.pipe.source().close();
        line.registration.cancel();
        await().until(() -> !line.pipe.source().isRegistered());
        line.registration.want();
    }

    @Test
    void theThreadEndsSomeTimeAfterTheLastConnectionAndComesBack() throws Exception {
        Line line = new Line().open();
        line.write(1);
        line.awaitBytes(1);
        line.registration.cancel();
        await().until(() -> threads.stream().noneMatch(ReadLoopsTest::isInALoop));
        await().until(() -> timer.getQueue().isEmpty());
        Line next = new Line().open();
        next.write(2);
        next.awaitBytes(2);
    }

    @Test
    void aStoppedLoopTakesNothingOn() throws Exception {
        Line line = new Line().open();
        loops.stop();
        await().until(() -> threads.stream().noneMatch(ReadLoopsTest::isInALoop));
        assertThatThrownBy(() -> new Line().open()).isInstanceOf(IOException.class);
        assertThat(line.calls).hasValue(0);
    }

    @Test
    void withoutAThreadAConnectionIsRefused() {
        loops = new ReadLoops(
                task -> {
                    throw new RejectedExecutionException();
                },
                timer,
                NoRound::new,
                1);
        assertThatThrownBy(() -> new Line().open()).isInstanceOf(IOException.class);
    }

    /** Has something left to do after its first delivery, which takes as long as the test says. */
    private static final class LongRound implements Round {
        private final CountDownLatch release;
        private boolean done = true;

        LongRound(CountDownLatch release) {
            this.release = release;
        }

        @Override
        public void delivers(boolean moreFollow) {
            done = false;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public boolean isLate() {
            return false;
        }

        @Override
        public void end() {
            awaitQuietly(release);
            done = true;
        }

        @Override
        public void close() {}
    }

    @Test
    void aThreadThatIsKeptByWhatItsRoundHasLeftIsReplaced() throws Exception {
        var release = new CountDownLatch(1);
        loops = new ReadLoops(pool, timer, () -> new LongRound(release), 1);
        Line first = new Line().open();
        Line second = new Line().open();
        first.write(1);
        first.awaitBytes(1);
        second.write(2);
        second.awaitBytes(2);
        release.countDown();
        first.write(3);
        first.awaitBytes(1, 3);
    }

    @Test
    void connectionsAreSpreadOverTheLoopsOfALargeMachine() throws Exception {
        loops = new ReadLoops(pool, timer, NoRound::new, 8);
        assertThat(ReadLoops.mostThreads(8)).isEqualTo(8);
        var release = new CountDownLatch(1);
        Line first = new Line().open();
        Line second = new Line().open();
        first.handler = () -> awaitQuietly(release);
        first.write(1);
        first.awaitBytes(1);
        second.write(2);
        second.awaitBytes(2);
        release.countDown();
        assertThat(second.readers).doesNotContainAnyElementsOf(first.readers);
    }

    @Test
    void aLoopThatIsBehindGetsMoreThreads() throws Exception {
        loops = new ReadLoops(pool, timer, NoRound::new, 2);
        List<Line> busy = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Line line = new Line();
            line.handler = () -> {
                long end = System.nanoTime() + 1_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                line.bytes.clear();
            };
            busy.add(line.open());
        }
        Set<Thread> all = ConcurrentHashMap.newKeySet();
        await().until(() -> {
            for (Line line : busy) {
                line.write(1);
                all.addAll(line.readers);
            }
            return all.size() > 1;
        });
    }

    @Test
    void aHabitOfBlockingIsLostAfterManyQuickDeliveries() {
        var habit = new BlockingHabit();
        habit.kept();
        int handedOver = 0;
        while (!habit.mayStay()) {
            handedOver++;
        }
        assertThat(handedOver).isEqualTo(64);
        habit.kept();
        int more = 0;
        while (!habit.mayStay()) {
            more++;
        }
        assertThat(more).isEqualTo(128);
        for (int i = 0; i < 10_000; i++) {
            habit.quick();
        }
        habit.kept();
        int again = 0;
        while (!habit.mayStay()) {
            again++;
        }
        assertThat(again).isEqualTo(64);
    }
}
