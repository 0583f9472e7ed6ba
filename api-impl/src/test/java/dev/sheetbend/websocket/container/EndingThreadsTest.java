package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whom. */
@Timeout(60)
class EndingThreadsTest {
    private final EndingThreads threads = new EndingThreads();
    private final CountDownLatch waited = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void letThemEnd() {
        end.countDown();
    }

    @Test
    void itWaitsForAllOfThem() throws Exception {
        Thread first = member(end::await);
        Thread second = member(end::await);
        Thread waiting = start(() -> threads.await(farAway()));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        end.countDown();
        waiting.join();

        assertThat(first.isAlive()).isFalse();
        assertThat(second.isAlive()).isFalse();
    }

    @Test
    void itWaitsNoLongerThanItShould() throws Exception {
        Thread member = member(end::await);

        threads.await(System.nanoTime());

        assertThat(member.isAlive()).isTrue();
    }

    @Test
    void aMemberDoesNotWaitForItselfAndOthersWaitForItAllTheSame() throws Exception {
        Thread member = member(() -> {
            threads.await(farAway());
            waited.countDown();
            end.await();
        });
        waited.await();

        Thread waiting = start(() -> threads.await(farAway()));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        end.countDown();
        waiting.join();

        assertThat(member.isAlive()).isFalse();
    }

    private static long farAway() {
        return System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    }

    private interface Task {
        void run() throws InterruptedException;
    }

    private Thread member(Task task) {
        Thread thread = thread(task);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private static Thread start(Task task) {
        Thread thread = thread(task);
        thread.start();
        return thread;
    }

    private static Thread thread(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        return thread;
    }
}
