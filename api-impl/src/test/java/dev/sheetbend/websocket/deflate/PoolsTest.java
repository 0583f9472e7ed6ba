package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.deflate.DeflateAgreement.Context;
import dev.sheetbend.websocket.deflate.DeflateAgreement.Pools;
import dev.sheetbend.websocket.deflate.DeflaterPool.Lease;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.FrameStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How much native memory there is, and who has it. */
class PoolsTest {
    private static final String HELLO = "f248cdc9c90700";
    private static final String HELLO_AGAIN = "f200110000";

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Nested
    class OfDeflaters {
        private final Pools pools = new Pools(2);
        private final DeflaterPool pool = pools.deflaters();

        @BeforeEach
        void haveAStageThatKeepsThem() {
            pool.join();
        }

        private Stages connection() {
            return new Stages(pools, new CountingBuffers(), new Context(true, 15), new Context(true, 15));
        }

        @Test
        void connectionFindsItsContextAgain() {
            try (var one = connection();
                    var other = connection()) {
                assertThat(one.send("Hello")).isEqualTo(Bytes.hex(HELLO));
                assertThat(other.send("Hello")).isEqualTo(Bytes.hex(HELLO));
                assertThat(one.send("Hello")).isEqualTo(Bytes.hex(HELLO_AGAIN));
                assertThat(other.send("Hello")).isEqualTo(Bytes.hex(HELLO_AGAIN));
                assertThat(pool.created()).isEqualTo(2);
                assertThat(pool.parked()).isEqualTo(2);
            }
            assertThat(pool.parked()).isZero();
            assertThat(pool.alive()).isEqualTo(2);
        }

        @Test
        void theOneThatWasLeftFirstIsTakenAtTheBound() {
            var one = new Lease(6, 15);
            var two = new Lease(6, 15);
            var three = new Lease(6, 15);
            Compressor first = pool.enter(one);
            pool.park(one);
            Compressor second = pool.enter(two);
            pool.park(two);
            assertThat(pool.enter(one)).isSameAs(first);
            pool.park(one);

            assertThat(pool.enter(three)).isSameAs(second);
            pool.park(three);
            assertThat(pool.enter(one)).isSameAs(first);
            pool.park(one);
            assertThat(pool.enter(two)).isSameAs(second);
            assertThat(pool.alive()).isEqualTo(2);
            assertThat(pool.created()).isEqualTo(2);
        }

        @Test
        void connectionWhoseCompressorWasTakenStillRefersToItsOwnMessages() {
            try (var one = connection();
                    var two = connection();
                    var three = connection()) {
                for (Stages connection : List.of(one, two, three)) {
                    // Nothing is known of a new connection, whatever the compressor has done before.
                    assertThat(connection.send("Hello")).isEqualTo(Bytes.hex(HELLO));
                }
                for (Stages connection : List.of(one, two, three)) {
                    assertThat(connection.send("Hello")).isEqualTo(Bytes.hex(HELLO_AGAIN));
                }
                assertThat(pool.created()).isEqualTo(2);
            }
        }

        @Test
        void manyConnectionsStayWithinTheBound() {
            var connections = new ArrayList<Stages>();
            for (int i = 0; i < 100; i++) {
                connections.add(connection());
            }
            for (int round = 0; round < 3; round++) {
                for (Stages connection : connections) {
                    byte[] sent = connection.send("Hello");
                    assertThat(connection.receive(sent)).isEqualTo(Bytes.utf8("Hello"));
                    assertThat(pool.alive()).isLessThanOrEqualTo(2);
                }
            }
            connections.forEach(Stages::close);
            assertThat(pool.created()).isEqualTo(2);
            assertThat(pools.inflaters().created()).isEqualTo(1);
            pools.close();
            assertThat(pool.alive()).isZero();
            assertThat(pools.inflaters().alive()).isZero();
        }

        @Test
        void moreThanTheBoundAreMadeOnlyForAsLongAsAllAreAtWork() {
            var leases = new Lease[] {new Lease(6, 15), new Lease(6, 15), new Lease(6, 15), new Lease(6, 15)};
            for (Lease lease : leases) {
                pool.enter(lease);
            }
            assertThat(pool.alive()).isEqualTo(4);
            assertThat(pool.active()).isEqualTo(4);

            pool.park(leases[0]);
            pool.giveBack(leases[1]);
            assertThat(pool.alive()).isEqualTo(2);
            assertThat(pool.parked()).isZero();

            pool.park(leases[2]);
            pool.giveBack(leases[3]);
            assertThat(pool.alive()).isEqualTo(2);
            assertThat(pool.parked()).isEqualTo(1);
            assertThat(pool.active()).isZero();
        }

        @Test
        void levelsAreNotMixed() {
            var fast = new Lease(1, 15);
            var small = new Lease(9, 15);
            Compressor ofLevelOne = pool.enter(fast);
            pool.giveBack(fast);
            Compressor ofLevelNine = pool.enter(small);
            pool.giveBack(small);

            assertThat(ofLevelOne.level()).isEqualTo(1);
            assertThat(ofLevelNine.level()).isEqualTo(9);
            assertThat(pool.enter(new Lease(1, 15))).isSameAs(ofLevelOne);
            assertThat(pool.enter(new Lease(9, 15))).isSameAs(ofLevelNine);
        }

        @Test
        void oneOfAnotherLevelMakesRoomAtTheBound() {
            var free = new Lease(1, 15);
            var left = new Lease(1, 15);
            pool.enter(free);
            pool.enter(left);
            pool.giveBack(free);
            pool.park(left);

            assertThat(pool.enter(new Lease(5, 15)).level()).isEqualTo(5);
            assertThat(pool.alive()).isEqualTo(2);
            assertThat(pool.parked()).isEqualTo(1);
            assertThat(pool.enter(new Lease(5, 15)).level()).isEqualTo(5);
            assertThat(pool.alive()).isEqualTo(2);
            assertThat(pool.parked()).isZero();
            assertThat(pool.created()).isEqualTo(4);
        }

        @Test
        void takenOnesHaveTheWindowOfTheirNewConnection() {
            var narrow = new Context(true, 9);
            try (var one = new Stages(new Pools(1), new CountingBuffers(), narrow, narrow);
                    var other = new Stages(one.pools, new CountingBuffers(), new Context(true, 15), narrow)) {
                byte[] text = noise(1500);
                var narrowPeer = new JzlibInflater(9);
                var widePeer = new JzlibInflater(15);
                for (int round = 0; round < 3; round++) {
                    byte[] narrowly = one.send(text);
                    byte[] widely = other.send(text);
                    assertThat(narrowPeer.message(narrowly)).isEqualTo(text);
                    assertThat(widePeer.message(widely)).isEqualTo(text);
                    assertThat(narrowly).hasSizeGreaterThan(text.length);
                    if (round > 0) {
                        assertThat(widely).hasSizeLessThan(100);
                    }
                }
            }
        }

        @Test
        void endEndsThemAllAndWhateverComesBack() {
            var working = new Lease(6, 15);
            var parked = new Lease(6, 15);
            pool.enter(working);
            pool.enter(parked);
            pool.park(parked);
            pools.close();
            assertThat(pool.alive()).isEqualTo(1);

            pool.park(working);
            pool.giveBack(parked);
            pool.giveBack(working);
            assertThat(pool.alive()).isZero();

            pool.enter(working);
            pool.giveBack(working);
            assertThat(pool.alive()).isZero();
        }

        @Test
        void threadsThatTakeThemFromEachOtherDisturbNobody() throws InterruptedException, ExecutionException {
            int threads = 4;
            var start = new CountDownLatch(1);
            var executor = Executors.newFixedThreadPool(threads);
            try {
                var results = new ArrayList<Future<?>>();
                for (int i = 0; i < threads; i++) {
                    var texts = new SampleTexts(i);
                    results.add(executor.submit(() -> {
                        start.await();
                        Stages stages = connection();
                        for (int round = 0; round < 300; round++) {
                            byte[] text = texts.json(200 + round);
                            assertThat(stages.receive(stages.send(text))).isEqualTo(text);
                            stages.sent.clear();
                            stages.received.clear();
                        }
                        stages.outbound.close();
                        stages.inbound.close();
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> result : results) {
                    result.get();
                }
            } finally {
                executor.shutdownNow();
            }
            assertThat(pool.active()).isZero();
            assertThat(pool.alive()).isLessThanOrEqualTo(2);
            pools.close();
            assertThat(pool.alive()).isZero();
        }
    }

    @Nested
    class OfInflaters {
        private final InflaterPool pool = new InflaterPool(2);

        @BeforeEach
        void haveAStageThatKeepsThem() {
            pool.join();
        }

        @Test
        void areUsedAgain() {
            Decompressor one = pool.lend();
            pool.giveBack(one);

            assertThat(pool.lend()).isSameAs(one);
            assertThat(pool.created()).isEqualTo(1);
            assertThat(pool.active()).isEqualTo(1);
        }

        @Test
        void noMoreThanTheBoundAreKept() {
            var lent = new Decompressor[] {pool.lend(), pool.lend(), pool.lend()};
            assertThat(pool.alive()).isEqualTo(3);

            for (Decompressor each : lent) {
                pool.giveBack(each);
            }
            assertThat(pool.alive()).isEqualTo(2);
            assertThat(pool.active()).isZero();
        }

        @Test
        void brokenOnesAreNotKept() {
            pool.discard(pool.lend());

            assertThat(pool.alive()).isZero();
        }

        @Test
        void endEndsThemAllAndWhateverComesBack() {
            Decompressor lent = pool.lend();
            pool.giveBack(pool.lend());
            pool.close();
            assertThat(pool.alive()).isEqualTo(1);

            pool.giveBack(lent);
            assertThat(pool.alive()).isZero();
        }
    }

    /** A container that nobody closes must not hold native memory for connections that it had once. */
    @Nested
    class OfTheLastConnection {
        private final Pools pools = new Pools(4);

        private Stages connection(boolean takeover) {
            var context = new Context(takeover, 15);
            return new Stages(pools, new CountingBuffers(), context, context);
        }

        private void assertKept(int deflaters, int inflaters) {
            assertThat(pools.deflaters().alive()).as("deflaters").isEqualTo(deflaters);
            assertThat(pools.inflaters().alive()).as("inflaters").isEqualTo(inflaters);
        }

        private static void talk(Stages connection) {
            assertThat(connection.receive(connection.send("Hello"))).isEqualTo(Bytes.utf8("Hello"));
        }

        @Test
        void endWithItAndNotBefore() {
            Stages one = connection(true);
            Stages silent = connection(true);
            Stages other = connection(true);
            talk(one);
            talk(other);
            other.close();
            assertKept(2, 1);
            one.close();
            assertKept(2, 1);

            silent.close();
            assertKept(0, 0);
        }

        @Test
        void endWithoutContextTakeoverToo() {
            Stages one = connection(false);
            Stages other = connection(false);
            talk(one);
            talk(other);
            one.close();
            assertKept(1, 1);

            other.close();
            assertKept(0, 0);
        }

        @Test
        void endWithItInTheMiddleOfAMessage() {
            Stages one = connection(true);
            byte[] sent = one.sendFrame(true, false, Bytes.utf8("Hello"));
            one.receiveFrame(true, false, DataFrame.RSV1, sent);
            assertKept(1, 1);

            one.close();
            assertKept(0, 0);
        }

        @Test
        void areMadeAgainForTheNextOne() {
            for (int i = 1; i <= 3; i++) {
                try (var connection = connection(true)) {
                    talk(connection);
                    talk(connection);
                    assertKept(1, 1);
                    assertThat(pools.deflaters().created()).isEqualTo(i);
                    assertThat(pools.inflaters().created()).isEqualTo(i);
                }
                assertKept(0, 0);
            }
        }

        @Test
        void stayWhenAnotherOneIsClosedTwice() {
            Stages one = connection(true);
            Stages other = connection(true);
            talk(one);
            other.close();
            other.close();
            assertKept(1, 1);

            one.close();
            assertKept(0, 0);
        }

        @Test
        void stayWhenAnotherOneHasFailed() {
            Stages one = connection(true);
            talk(one);
            Stages other = connection(true);
            other.sent.limitedTo(5000);
            assertThatThrownBy(() -> other.send(noise(20_000))).isInstanceOf(RecordingStage.TooMuch.class);
            assertThatThrownBy(() -> other.receive(Bytes.hex("ff"))).isInstanceOf(ExtensionFailure.class);
            other.close();
            assertThat(pools.deflaters().parked()).isEqualTo(1);
            assertThat(one.send("Hello")).isEqualTo(Bytes.hex(HELLO_AGAIN));

            one.close();
            assertKept(0, 0);
        }

        @Test
        void areNotKeptForOneThatSendsAfterItsEnd() {
            Stages one = connection(true);
            one.close();
            talk(one);

            assertKept(0, 0);
        }

        @Test
        void endThoughTheContainerHasBeenClosedBefore() {
            Stages one = connection(true);
            talk(one);
            pools.close();
            assertKept(0, 0);
            talk(one);
            assertKept(0, 0);

            one.close();
            assertKept(0, 0);
        }

        @Test
        void endWhenManyThreadsComeAndGo() throws InterruptedException, ExecutionException {
            int threads = 4;
            var start = new CountDownLatch(1);
            var executor = Executors.newFixedThreadPool(threads);
            try {
                var results = new ArrayList<Future<?>>();
                for (int i = 0; i < threads; i++) {
                    boolean takeover = i % 2 == 0;
                    results.add(executor.submit(() -> {
                        start.await();
                        for (int round = 0; round < 300; round++) {
                            Stages connection = connection(takeover);
                            talk(connection);
                            talk(connection);
                            connection.outbound.close();
                            connection.inbound.close();
                        }
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> result : results) {
                    result.get();
                }
            } finally {
                executor.shutdownNow();
            }
            assertKept(0, 0);
        }
    }

    @Nested
    class OfTheProvider {
        @Test
        void areEndedWithTheContainer() {
            var provider = new PermessageDeflate();
            provider.start(TestContext.with("Deflaters=1"));
            var agreement =
                    provider.accept(TestContext.offer(""), TestContext.with("")).orElseThrow();
            var buffers = new CountingBuffers();
            var sent = new RecordingStage();
            var outbound = agreement.outbound(sent, buffers);
            var other = agreement.outbound(sent, buffers);
            for (var stage : new FrameStage[] {outbound, other, outbound}) {
                stage.frame(new DataFrame().set(true, true, true, 0, 5));
                stage.payload(Bytes.utf8("Hello"), 0, 5, true);
            }
            assertThat(provider.pools().deflaters().created()).isEqualTo(1);
            outbound.close();
            assertThat(provider.pools().deflaters().alive()).isEqualTo(1);

            provider.close();
            assertThat(provider.pools().deflaters().alive()).isZero();
            other.close();
            assertThat(provider.pools().deflaters().alive()).isZero();
        }
    }
}
