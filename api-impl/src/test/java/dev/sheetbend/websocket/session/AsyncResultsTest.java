package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On which threads, and in which order, handlers of sends learn how they went. */
class AsyncResultsTest extends InMemorySession {
    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        peer.open(Role.SERVER, endpoint);
    }

    private void note(SendResult result) {
        assertThat(result.isOK()).isTrue();
        assertThat(result.getSession()).isSameAs(endpoint.session);
        threads.add(Thread.currentThread());
    }

    @Test
    void aMessageThatLeavesAtOnceIsReportedOnTheSendersThread() {
        async().sendText("a", this::note);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void anObjectThatLeavesAtOnceIsReportedOnTheSendersThread() {
        async().sendObject("a", this::note);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void aMessageThatLeavesLaterIsReportedOnAnotherThread() throws Exception {
        peer.transport.holdWrites();
        async().sendText("a", this::note);
        peer.transport.releaseWrites();
        assertThat(threads.take()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aFailureIsReportedOnAnotherThread() throws Exception {
        var told = new CompletableFuture<Thread>();
        peer.transport.throwInWrites(new IllegalStateException("broken"));
        async().sendText("a", result -> {
            assertThat(result.isOK()).isFalse();
            told.complete(Thread.currentThread());
        });
        assertThat(told.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void handlersThatSendAgainDoNotPileUpOnOneStack() throws Exception {
        var done = new CountDownLatch(20_000);
        var again = new SendHandler() {
            @Override
            public void onResult(SendResult result) {
                done.countDown();
                if (done.getCount() > 0) {
                    async().sendText("again", this);
                }
            }
        };
        async().sendText("first", again);
        done.await();
        soon().untilAsserted(() -> assertThat(peer.received()).hasSize(20_000));
    }

    @Test
    void aHandlerThatIsSlowIsCalledOnAnotherThreadNextTime() throws Exception {
        async().sendText("slow", result -> {
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(2)) {
                Thread.onSpinWait();
            }
        });
        async().sendText("next", this::note);
        assertThat(threads.take()).isNotSameAs(Thread.currentThread());
        // It is tried again when some have gone that way.
        int tried = 0;
        while (threads.isEmpty()) {
            assertThat(++tried).isLessThan(20_000);
            var told = new CompletableFuture<Thread>();
            async().sendText("more", result -> told.complete(Thread.currentThread()));
            if (told.get() == Thread.currentThread()) {
                threads.add(Thread.currentThread());
            }
        }
    }

    @Test
    void handlersOfOneSessionAreCalledOneAtATimeAndInOrder() throws Exception {
        var inside = new CountDownLatch(1);
        var proceed = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        CompletableFuture<Void> first = inBackground(() -> async().sendText("first", result -> {
            inside.countDown();
            InMemorySession.awaitQuietly(proceed);
            order.add("first");
        }));
        inside.await();
        var last = new CountDownLatch(1);
        async().sendText("second", result -> order.add("second"));
        async().sendText("third", result -> {
            order.add("third");
            last.countDown();
        });
        assertThat(order).isEmpty();
        proceed.countDown();
        first.get();
        last.await();
        assertThat(order).containsExactly("first", "second", "third");
    }

    @Test
    void whatAHandlerThrowsGoesToOnErrorAndNotToTheSender() {
        async().sendText("a", result -> {
            throw new IllegalStateException("of the handler");
        });
        assertThat(endpoint.awaitError()).hasMessage("of the handler");
        async().sendText("b", this::note);
        soon().until(() -> !threads.isEmpty());
    }
}
