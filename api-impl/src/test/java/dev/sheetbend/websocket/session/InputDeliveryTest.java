package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.session.InMemorySession.Background;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The order of what a transport delivers, whoever takes the next step. */
class InputDeliveryTest {
    /** Threads that run when the test says so, and input that the test puts there. */
    private static class FakeSource implements InputDelivery.Source {
        final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        final ArrayDeque<String> arrived = new ArrayDeque<>();
        final List<String> events = new ArrayList<>();
        InputDelivery input;
        boolean rejects;
        IOException broken;

        @Override
        public void execute(Runnable delivery) {
            if (rejects) {
                throw new RejectedExecutionException("Stopped.");
            }
            tasks.add(delivery);
        }

        @Override
        public boolean fetch(Transport.Receiver receiver) throws IOException {
            if (broken != null) {
                throw broken;
            }
            String next = arrived.poll();
            if (next == null) {
                return false;
            }
            if (next.equals("FIN")) {
                input.end(null);
                return false;
            }
            if (input.isDiscarding()) {
                events.add("thrown away " + next);
            } else {
                byte[] bytes = next.getBytes(StandardCharsets.US_ASCII);
                receiver.received(bytes, 0, bytes.length);
            }
            return true;
        }

        @Override
        public void awaitInput() {
            events.add("awaits");
        }

        @Override
        public void finish(IOException cause) {
            events.add("finish " + (cause == null ? "in order" : cause.getMessage()));
        }

        @Override
        public void fetched() {
            events.add("fetched");
        }

        void run() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    private final FakeSource source = new FakeSource();
    private InputDelivery input = InputDelivery.of(source);
    private Consumer<String> onReceived = text -> {};

    private final Transport.Receiver receiver = new Transport.Receiver() {
        @Override
        public void opened() {
            source.events.add("opened");
            onReceived.accept("opened");
        }

        @Override
        public void received(byte[] array, int offset, int length) {
            String text = new String(array, offset, length, StandardCharsets.US_ASCII);
            source.events.add(text);
            onReceived.accept(text);
        }

        @Override
        public void ended(IOException cause) {
            source.events.add("ended " + (cause == null ? "in order" : cause.getMessage()));
        }
    };

    private void start() {
        source.input = input;
        input.start(receiver);
        source.run();
    }

    /** Input arrives, and the source tells so. */
    private void arrive(String... texts) {
        source.arrived.addAll(List.of(texts));
        if (input.claim()) {
            input.deliver();
        }
        source.run();
    }

    @Test
    void aThreadOfOtherConnectionsLeavesALongBurstToTheSourcesThreads() {
        start();
        source.run();
        for (int i = 0; i < 17; i++) {
            source.arrived.add("x");
        }
        source.events.clear();

        assertThat(input.claim()).isTrue();
        input.deliverOnIoThread();
        assertThat(source.events).hasSize(16).containsOnly("x");
        assertThat(input.claim()).isFalse();
        source.run();
        assertThat(source.events).hasSize(18).endsWith("x", "awaits");
    }

    @Test
    void theOpeningComesFirstThenWhatCameWithTheHandshakeThenTheRest() {
        source.arrived.add("rest");
        input.precededBy("early".getBytes(StandardCharsets.US_ASCII));
        assertThat(input.claim()).isFalse();
        start();
        assertThat(source.events).containsExactly("opened", "early", "rest", "awaits");
        arrive("more");
        assertThat(source.events).endsWith("awaits", "more", "awaits");
    }

    @Test
    void theOpeningMayComeOnTheCallersThread() {
        source.input = input;
        source.arrived.add("rest");
        input.startHere(receiver);
        assertThat(source.events).containsExactly("opened");
        source.run();
        assertThat(source.events).containsExactly("opened", "rest", "awaits");
    }

    @Test
    void anOpeningThatFailsEndsTheConnectionAndReachesTheCaller() {
        onReceived = text -> {
            throw new IllegalStateException("mine");
        };
        assertThatThrownBy(() -> input.startHere(receiver)).hasMessage("mine");
        source.run();
        assertThat(source.events)
                .containsExactly("opened", "finish The receiver failed", "fetched", "ended The receiver failed");
    }

    // A source that calls unasked

    @Test
    void aCallBeforeTheStartIsNotLost() {
        input = InputDelivery.ofUnasked(source);
        source.arrived.add("a");
        assertThat(input.claim()).isFalse();
        assertThat(input.claim()).isFalse();
        start();
        assertThat(source.events).containsExactly("opened", "a", "awaits");
    }

    @Test
    void theFirstCallDeliversWhenTheStartCameBefore() {
        input = InputDelivery.ofUnasked(source);
        start();
        assertThat(source.events).isEmpty();
        arrive("a");
        assertThat(source.events).containsExactly("opened", "a", "awaits");
    }

    @Test
    void anEndBeforeTheFirstCallIsDeliveredBehindTheOpening() {
        input = InputDelivery.ofUnasked(source);
        input.end(new IOException("reset"));
        start();
        assertThat(source.events).containsExactly("finish reset", "opened", "fetched", "ended reset");
    }

    // Suspending

    @Test
    void nothingIsFetchedWhileDeliveryIsSuspended() {
        start();
        onReceived = text -> input.suspend();
        arrive("a", "b");
        assertThat(source.events).containsExactly("opened", "awaits", "a");
        assertThat(input.claim()).isFalse();
        onReceived = text -> {};
        input.resume();
        source.run();
        assertThat(source.events).endsWith("a", "b", "awaits");
    }

    @Test
    void whatCameWithTheHandshakeWaitsForTheResumption() {
        input.precededBy("early".getBytes(StandardCharsets.US_ASCII));
        onReceived = text -> input.suspend();
        start();
        assertThat(source.events).containsExactly("opened");
        onReceived = text -> {};
        input.resume();
        source.run();
        assertThat(source.events).containsExactly("opened", "early", "awaits");
    }

    @Test
    void aResumptionWhileSomebodyDeliversChangesNothing() {
        start();
        onReceived = text -> {
            input.suspend();
            input.resume();
        };
        arrive("a", "b");
        assertThat(source.events).containsExactly("opened", "awaits", "a", "b", "awaits");
        assertThat(source.tasks).isEmpty();
    }

    // A claim for nothing

    @Test
    void aClaimThatIsGivenBackLeavesTheNextOneToWhoeverComes() {
        start();
        assertThat(input.claim()).isTrue();
        assertThat(input.claim()).isFalse();
        input.unclaim();
        assertThat(source.tasks).isEmpty();
        arrive("a");
        assertThat(source.events).containsExactly("opened", "awaits", "a", "awaits");
    }

    @Test
    void theEndIsToldWhenItComesDuringAClaimThatIsGivenBack() {
        start();
        assertThat(input.claim()).isTrue();
        input.end(new IOException("reset"));
        assertThat(source.tasks).isEmpty();
        input.unclaim();
        source.run();
        assertThat(source.events).containsExactly("opened", "awaits", "finish reset", "fetched", "ended reset");
    }

    @Test
    void aClaimThatIsGivenBackWhileDeliveryIsSuspendedLeavesItToWhoeverResumes() {
        start();
        assertThat(input.claim()).isTrue();
        input.suspend();
        input.unclaim();
        source.run();
        assertThat(input.claim()).isFalse();
        source.arrived.add("a");
        input.resume();
        source.run();
        assertThat(source.events).containsExactly("opened", "awaits", "a", "awaits");
    }

    @Test
    void aClaimThatIsGivenBackAfterACloseGoesOnWaiting() {
        start();
        assertThat(input.claim()).isTrue();
        input.suspend();
        input.discard();
        input.unclaim();
        assertThat(source.tasks).isEmpty();
        assertThat(input.claim()).isTrue();
    }

    // Ending

    @Test
    void theEndOfThePeerIsDeliveredOnce() {
        start();
        arrive("a", "FIN");
        input.end(new IOException("late"));
        input.wake();
        source.run();
        assertThat(source.events)
                .containsExactly("opened", "awaits", "a", "finish in order", "fetched", "ended in order");
    }

    @Test
    void anEndFromOutsideIsDeliveredWhileNobodyDelivers() {
        start();
        var cause = new IOException("reset");
        input.end(cause);
        assertThat(source.events).containsExactly("opened", "awaits", "finish reset");
        source.run();
        assertThat(source.events).endsWith("fetched", "ended reset");
        assertThat(input.refusal()).isSameAs(cause);
    }

    @Test
    void anEndWhileDeliveryIsSuspendedIsDeliveredAllTheSame() {
        start();
        onReceived = text -> input.suspend();
        arrive("a", "b");
        input.end(null);
        source.run();
        assertThat(source.events).endsWith("a", "finish in order", "fetched", "ended in order");
    }

    @Test
    void anEndByAHandlerWaitsForItToReturn() {
        start();
        onReceived = text -> {
            input.end(null);
            source.events.add("returns");
        };
        arrive("a", "b");
        assertThat(source.events).endsWith("a", "finish in order", "returns", "fetched", "ended in order");
    }

    @Test
    void aReadThatFailsEndsTheConnection() {
        start();
        source.broken = new IOException("broken");
        arrive("a");
        assertThat(source.events).endsWith("finish broken", "fetched", "ended broken");
    }

    @Test
    void aReceiverThatFailsEndsTheConnection() {
        start();
        onReceived = text -> {
            throw new IllegalStateException("defect");
        };
        arrive("a", "b");
        assertThat(source.events).endsWith("a", "finish The receiver failed", "fetched", "ended The receiver failed");
        onReceived = text -> {};
    }

    @Test
    void anErrorOfTheReceiverGoesOnUpAfterTheEnd() {
        start();
        onReceived = text -> {
            throw new AssertionError("defect");
        };
        assertThatThrownBy(() -> arrive("a")).isInstanceOf(AssertionError.class);
        assertThat(source.events).endsWith("fetched", "ended The receiver failed");
    }

    @Test
    void withoutAnyThreadTheEndIsDeliveredWhereItIsNoticed() {
        start();
        source.rejects = true;
        input.end(new IOException("stopped"));
        assertThat(source.events).endsWith("finish stopped", "fetched", "ended stopped");
    }

    @Test
    void withoutAnyThreadAStartIsAnOpeningAndAnEnd() {
        source.rejects = true;
        start();
        assertThat(source.events)
                .containsExactly(
                        "finish The container has stopped", "opened", "fetched", "ended The container has stopped");
    }

    // Closing

    @Test
    void aClosedConnectionThrowsItsInputAwayUntilThePeerEnds() {
        start();
        onReceived = text -> input.suspend();
        arrive("a", "b");
        assertThat(input.isDiscarding()).isFalse();
        input.discard();
        input.wake();
        source.run();
        assertThat(input.isDiscarding()).isTrue();
        assertThat(source.events).endsWith("a", "thrown away b", "awaits");
        assertThat(input.refusal()).hasMessage("The connection is closing");
        arrive("c", "FIN");
        assertThat(source.events).endsWith("thrown away c", "finish in order", "fetched", "ended in order");
    }

    @Test
    void whatCameWithTheHandshakeIsThrownAwayWhenTheOpeningCloses() {
        input.precededBy("early".getBytes(StandardCharsets.US_ASCII));
        onReceived = text -> input.discard();
        start();
        assertThat(source.events).containsExactly("opened", "awaits");
    }

    // Races

    @Test
    void oneThreadDeliversAtATimeAndTheEndComesLastHoweverManyInterfere() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int round = 0; round < 50; round++) {
                race(threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void race(ExecutorService threads) throws Exception {
        var inside = new AtomicInteger();
        var wrong = new AtomicBoolean();
        var ended = new CountDownLatch(1);
        var source = new FakeSource() {
            @Override
            public void execute(Runnable delivery) {
                threads.execute(delivery);
            }

            @Override
            public boolean fetch(Transport.Receiver target) {
                target.received(new byte[0], 0, 0);
                return Thread.currentThread().hashCode() % 2 == 0;
            }

            @Override
            public void awaitInput() {
                threads.execute(() -> {
                    if (input.claim()) {
                        input.deliver();
                    }
                });
            }

            @Override
            public void finish(IOException cause) {
                // Nothing to end.
            }

            @Override
            public void fetched() {
                // Nothing to give back.
            }
        };
        var input = InputDelivery.of(source);
        source.input = input;
        input.start(new Transport.Receiver() {
            @Override
            public void opened() {
                received(null, 0, 0);
            }

            @Override
            public void received(byte[] array, int offset, int length) {
                if (inside.incrementAndGet() != 1 || ended.getCount() == 0) {
                    wrong.set(true);
                }
                inside.decrementAndGet();
            }

            @Override
            public void ended(IOException cause) {
                received(null, 0, 0);
                ended.countDown();
            }
        });
        var others = new ArrayList<Background>();
        for (int t = 0; t < 3; t++) {
            others.add(Background.start(() -> {
                for (int i = 0; i < 200; i++) {
                    input.suspend();
                    input.resume();
                }
            }));
        }
        for (Background other : others) {
            other.join();
        }
        input.end(null);
        ended.await();
        assertThat(wrong).isFalse();
    }
}
