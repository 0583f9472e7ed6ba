package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many threads there are, and how they end. */
@Timeout(60)
class HandlerPoolTest {
    private final HandlerPool pool = new HandlerPool(2, "sheetbend-test", 60);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch running = new CountDownLatch(2);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endPool() {
        end.countDown();
        pool.shutdownNow();
    }

    @Test
    void afterItsEndNoThreadIsLeft() throws Exception {
        busy();
        end.countDown();

        pool.shutdown();
        pool.awaitEnd(farAway());

        assertThat(threads).hasSize(2).noneMatch(Thread::isAlive);
    }

    @Test
    void oneOfItsThreadsWaitsForTheOthersOnly() throws Exception {
        busy();
        var left = new CompletableFuture<Long>();
        pool.execute(() -> {
            try {
                pool.shutdown();
                pool.awaitEnd(farAway());
                left.complete(threads.stream().filter(Thread::isAlive).count());
            } catch (InterruptedException e) {
                left.completeExceptionally(e);
            }
        });
        end.countDown();

        assertThat(left.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void whatComesWhenAllAreBusyWaitsForThem() throws Exception {
        busy();
        var ran = new CompletableFuture<Thread>();
        pool.execute(() -> ran.complete(Thread.currentThread()));
        assertThat(pool.getQueue()).hasSize(1);

        end.countDown();

        assertThat(ran.get(30, TimeUnit.SECONDS)).isIn(threads);
    }

    @Test
    void afterShutdownNothingIsTaken() {
        pool.shutdown();

        assertThatThrownBy(() -> pool.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("The container has stopped.");
    }

    @Test
    void itsThreadsKeepNothingOfWhoeverMadeThem() throws Exception {
        var loader = new CompletableFuture<ClassLoader>();
        pool.execute(() -> loader.complete(Thread.currentThread().getContextClassLoader()));

        assertThat(loader.get(30, TimeUnit.SECONDS)).isSameAs(HandlerPool.class.getClassLoader());
    }

    /** Has all of its threads run until the end. */
    private void busy() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                threads.add(Thread.currentThread());
                running.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        running.await();
    }

    private static long farAway() {
        return System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    }
}
