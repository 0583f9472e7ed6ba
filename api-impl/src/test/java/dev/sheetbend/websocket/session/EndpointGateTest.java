package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** One thread at a time calls an endpoint (specification, 5.1). The gate is made with the reading thread inside. */
class EndpointGateTest {
    /** Runs when the test says so. */
    private final ArrayDeque<Runnable> executor = new ArrayDeque<>();

    private final EndpointGate gate = new EndpointGate(executor::add, true);
    private final List<String> events = new ArrayList<>();

    private Runnable note(String event) {
        return () -> events.add(event);
    }

    private void runExecutor() {
        for (Runnable task = executor.poll(); task != null; task = executor.poll()) {
            task.run();
        }
    }

    @Test
    void whatComesBeforeTheOpeningHasBeenDeliveredRunsBehindIt() {
        gate.run(note("close"));
        assertThat(executor).isEmpty();
        events.add("open");
        gate.exit();
        assertThat(events).containsExactly("open", "close");
    }

    @Test
    void aTaskRunsOnTheExecutorWhenNobodyIsInside() {
        gate.exit();
        gate.run(note("a"));
        assertThat(events).isEmpty();
        gate.run(note("b"));
        assertThat(executor).hasSize(1);
        runExecutor();
        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void theReadingThreadRunsWhatHasComeUpWhenItLeaves() {
        gate.exit();
        gate.enter();
        gate.run(note("a"));
        gate.run(() -> {
            events.add("b");
            gate.run(note("d"));
            events.add("c");
        });
        events.add("message");
        gate.exit();
        assertThat(events).containsExactly("message", "a", "b", "c", "d");
        assertThat(executor).isEmpty();
    }

    @Test
    void theReadingThreadWaitsForATaskOfTheExecutor() throws Exception {
        gate.exit();
        gate.run(note("task"));
        var reader = InMemorySession.Background.start(() -> {
                    gate.enter();
                    events.add("message");
                    gate.exit();
                })
                .awaitBlocked();
        runExecutor();
        reader.join();
        assertThat(events).containsExactly("task", "message");
    }

    @Test
    void aTaskThatFailsDoesNotKeepTheNextFromRunning() {
        Logger logger = Logger.getLogger("dev.sheetbend.websocket");
        Level before = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            gate.run(() -> {
                throw new IllegalStateException("expected");
            });
            gate.run(() -> {
                throw new AssertionError("expected");
            });
            gate.run(note("close"));
            gate.exit();
        } finally {
            logger.setLevel(before);
        }
        assertThat(events).containsExactly("close");
    }

    // Pinned

    @Test
    void whileAHandlerReadsAStreamTheReadingThreadComesAndGoesAndTasksWait() {
        gate.pin();
        assertThat(gate.isPinned()).isTrue();
        gate.run(note("task"));
        gate.exit();
        gate.enter();
        events.add("part");
        gate.exit();
        assertThat(executor).isEmpty();
        assertThat(events).containsExactly("part");
        // The handler returns while the reading thread is away.
        gate.unpin();
        assertThat(gate.isPinned()).isFalse();
        assertThat(events).containsExactly("part", "task");
    }

    @Test
    void whenTheHandlerReturnsWhileTheReadingThreadIsInsideThatOneRunsTheTasks() {
        gate.pin();
        gate.run(note("task"));
        gate.unpin();
        assertThat(events).isEmpty();
        gate.exit();
        assertThat(events).containsExactly("task");
        gate.run(note("later"));
        assertThat(executor).hasSize(1);
        runExecutor();
        assertThat(events).containsExactly("task", "later");
    }

    @Test
    void nobodyIsInsideAfterAStreamHandlerHasReturned() {
        gate.pin();
        gate.exit();
        gate.unpin();
        gate.run(note("task"));
        runExecutor();
        assertThat(events).containsExactly("task");
    }

    @Test
    void twoThreadsAreNeverInside() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            var crowded = new EndpointGate(threads, true);
            var inside = new AtomicInteger();
            var most = new AtomicInteger();
            var left = new CountDownLatch(4 * 500);
            Runnable call = () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                inside.decrementAndGet();
                left.countDown();
            };
            crowded.exit();
            var callers = new ArrayList<InMemorySession.Background>();
            for (int t = 0; t < 3; t++) {
                callers.add(InMemorySession.Background.start(() -> {
                    for (int i = 0; i < 500; i++) {
                        crowded.run(call);
                    }
                }));
            }
            for (int i = 0; i < 500; i++) {
                crowded.enter();
                call.run();
                crowded.exit();
            }
            for (var caller : callers) {
                caller.join();
            }
            left.await();
            assertThat(most).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
