package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.websocket.RemoteEndpoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** Tests of one session over a transport in memory; afterwards everything has been given back. */
abstract class InMemorySession {
    final SessionHarness peer = new SessionHarness();
    final RecordingEndpoint endpoint = new RecordingEndpoint();

    /** What may block, or throw. */
    interface Blocking {
        void run() throws Exception;
    }

    @AfterEach
    void everythingIsGivenBack() {
        peer.close();
        soon().until(() -> peer.sessionCount() == 0);
        soon().untilAsserted(() ->
                assertThat(peer.container.bufferPool().outstanding()).isZero());
    }

    /** Looks at once and often: most of what is waited for is there already. */
    static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    final RemoteEndpoint.Basic basic() {
        return endpoint.session.getBasicRemote();
    }

    final RemoteEndpoint.Async async() {
        return endpoint.session.getAsyncRemote();
    }

    /** Runs it on a thread of its own. */
    static CompletableFuture<Void> inBackground(Blocking action) {
        return Background.start(action).done;
    }

    /** In a method that throws nothing. */
    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A thread that does one thing. */
    static final class Background {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        final Thread thread;

        private Background(Blocking action) {
            thread = new Thread(() -> {
                try {
                    action.run();
                    done.complete(null);
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
        }

        static Background start(Blocking action) {
            var background = new Background(action);
            background.thread.start();
            return background;
        }

        /** Until it waits for something: a lock, a condition, a time. */
        Background awaitBlocked() {
            await().until(() ->
                    thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
            return this;
        }

        void join() throws Exception {
            thread.join();
            done.get();
        }
    }
}
