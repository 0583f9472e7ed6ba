package dev.sheetbend.websocket.servlet.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeliveryCrewTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ArrayDeque<Runnable> workers = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void endThreads() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void aWorkerTakesWhatHasComeMeanwhile() {
        DeliveryCrew crew = new DeliveryCrew(workers::add, timer, 1);
        crew.execute(() -> {
            events.add("a");
            crew.execute(() -> events.add("c"));
        });
        crew.execute(() -> events.add("b"));
        workers.remove().run();
        assertThat(events).containsExactly("a", "b", "c");
        crew.execute(() -> events.add("d"));
        assertThat(events).hasSize(3);
        workers.removeLast().run();
        assertThat(events).endsWith("d");
    }

    @Test
    void thereAreAsManyWorkersAsUsualAtOnce() {
        DeliveryCrew crew = new DeliveryCrew(workers::add, timer, 2);
        crew.execute(() -> events.add("a"));
        crew.execute(() -> events.add("b"));
        assertThat(workers).hasSize(2);
    }

    @Test
    void whatWaitsBehindBlockedDeliveriesGetsWorkersOfItsOwn() throws Exception {
        DeliveryCrew crew = new DeliveryCrew(threads, timer, 2);
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch allInside = new CountDownLatch(20);
        AtomicInteger through = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            crew.execute(() -> {
                allInside.countDown();
                awaitLatch(free);
                through.incrementAndGet();
            });
        }
        awaitLatch(allInside);
        crew.execute(through::incrementAndGet);
        await().until(() -> through.get() == 1);
        free.countDown();
        await().until(() -> through.get() == 21);
    }

    @Test
    void manyDeliveriesFromManyThreadsAllRunOnce() throws Exception {
        DeliveryCrew crew = new DeliveryCrew(threads, timer, 2);
        AtomicInteger through = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> {
                for (int j = 0; j < 10_000; j++) {
                    crew.execute(through::incrementAndGet);
                }
            });
        }
        await().until(() -> through.get() == 40_000);
    }

    @Test
    void aDeliveryThatFailsLeavesTheRestToAnotherWorker() {
        DeliveryCrew crew = new DeliveryCrew(workers::add, timer, 1);
        crew.execute(() -> {
            throw new AssertionError("on purpose");
        });
        crew.execute(() -> events.add("b"));
        assertThatThrownBy(workers.remove()::run).hasMessage("on purpose");
        assertThat(events).isEmpty();
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
        assertThat(events).containsExactly("b");
    }

    @Test
    void anInterruptStaysWithItsWorker() {
        DeliveryCrew crew = new DeliveryCrew(workers::add, timer, 1);
        crew.execute(() -> Thread.currentThread().interrupt());
        crew.execute(() -> events.add("b"));
        workers.remove().run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(events).isEmpty();
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
        assertThat(events).containsExactly("b");
    }

    @Test
    void theLastWorkerTakesTheRestWhenThePoolEnds() {
        DeliveryCrew crew = new DeliveryCrew(this::onlyOne, timer, 1);
        crew.execute(() -> Thread.currentThread().interrupt());
        crew.execute(() -> events.add("b"));
        crew.execute(() -> {
            throw new AssertionError("on purpose");
        });
        crew.execute(() -> events.add("d"));
        assertThatThrownBy(workers.remove()::run).hasMessage("on purpose");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(events).containsExactly("b", "d");
        assertThatThrownBy(() -> crew.execute(() -> events.add("e"))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void withoutATimerEveryDeliveryGetsAWorker() {
        timer.shutdownNow();
        DeliveryCrew crew = new DeliveryCrew(workers::add, timer, 1);
        crew.execute(() -> events.add("a"));
        crew.execute(() -> events.add("b"));
        assertThat(workers).hasSize(2);
    }

    private int given;

    private void onlyOne(Runnable task) {
        if (given++ > 0) {
            throw new RejectedExecutionException("The container has stopped.");
        }
        workers.add(task);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
