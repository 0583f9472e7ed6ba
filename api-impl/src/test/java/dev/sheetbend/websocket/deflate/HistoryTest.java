package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.deflate.DeflateAgreement.Context;
import dev.sheetbend.websocket.deflate.DeflateAgreement.Pools;
import dev.sheetbend.websocket.deflate.DeflaterPool.Lease;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.DataFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection remembers of its messages for a compressor that has not compressed them (RFC 7692, 7.2.1). */
class HistoryTest {
    private static final DataFrame HEADER = new DataFrame();

    private static byte[] noise(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Connections that share one compressor, so that each of them finds another's whenever it takes its turn. */
    private static List<Stages> crowd(int connections, boolean takeover, int windowBits) {
        var pools = new Pools(1);
        var context = new Context(takeover, windowBits);
        var crowd = new ArrayList<Stages>();
        for (int i = 0; i < connections; i++) {
            crowd.add(new Stages(pools, new CountingBuffers(), context, context));
        }
        return crowd;
    }

    private static DeflateStage stage(Lease lease, Pools pools, RecordingStage next, boolean takeover) {
        return new DeflateStage(next, new CountingBuffers(), pools.deflaters(), lease, takeover, 0);
    }

    private static void send(DeflateStage stage, byte[] message) {
        stage.frame(HEADER.set(false, true, true, 0, message.length));
        stage.payload(message, 0, message.length, true);
    }

    @Nested
    class Messages {
        /** Of a text that is sent again, all that a new compressor can know must be a reference. */
        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void areReferredToWithinEveryWindow(int bits) {
            byte[] text = noise(bits, Math.min(Lease.HISTORY, 1 << (bits - 1)));
            List<Stages> crowd = crowd(2, true, bits);
            var jzlib = new JzlibInflater(bits);
            for (int round = 0; round < 4; round++) {
                byte[] sent = crowd.get(0).send(text);
                assertThat(jzlib.message(sent)).isEqualTo(text);
                if (round > 0) {
                    assertThat(sent).hasSizeLessThan(50);
                }
                crowd.get(1).send(noise(round, 700));
            }
            crowd.forEach(Stages::close);
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void areReadByAWindowOfExactlyThatSizeWhateverTheirLength(int bits) {
            List<Stages> crowd = crowd(3, true, bits);
            var readers = List.of(new JzlibInflater(bits), new JzlibInflater(bits), new JzlibInflater(bits));
            var texts = new SampleTexts(bits);
            for (int i = 0; i < 150; i++) {
                byte[] message = texts.json(1 + (i * 379) % 9000);
                assertThat(readers.get(i % 3).message(crowd.get(i % 3).send(message)))
                        .isEqualTo(message);
            }
            crowd.forEach(Stages::close);
        }

        @Test
        void areSmallerThanWithoutContextTakeoverAlthoughAllCompressorsAreTaken() {
            int kept = 0;
            int alone = 0;
            List<Stages> crowd = crowd(20, true, 15);
            List<Stages> forgetful = crowd(20, false, 15);
            var texts = new SampleTexts(3);
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < crowd.size(); i++) {
                    byte[] message = texts.json(1024);
                    kept += crowd.get(i).send(message).length;
                    alone += forgetful.get(i).send(message).length;
                }
            }
            assertThat(kept).isLessThan(alone * 85 / 100);
            crowd.forEach(Stages::close);
            forgetful.forEach(Stages::close);
        }

        @Test
        void areRememberedAsAWholeWhenTheyComeInSlicesAndFrames() {
            List<Stages> crowd = crowd(2, true, 15);
            Stages one = crowd.get(0);
            byte[] text = noise(1, 1500);
            one.outbound.frame(HEADER.set(false, true, false, 0, 1000));
            one.outbound.payload(text, 0, 300, false);
            one.outbound.payload(text, 300, 0, false);
            one.outbound.payload(text, 300, 700, true);
            crowd.get(1).send(noise(2, 2000));
            one.outbound.frame(HEADER.set(false, false, true, 0, 500));
            one.outbound.payload(text, 1000, 500, false);
            one.outbound.payload(text, 1500, 0, true);
            crowd.get(1).send(noise(3, 2000));
            byte[] again = one.send(text);
            assertThat(again).hasSizeLessThan(50);

            var jzlib = new JzlibInflater(15);
            List<RecordingStage.Frame> sent = one.sent.frames();
            byte[] first = Bytes.concat(sent.get(0).bytes(), sent.get(1).bytes());
            assertThat(jzlib.message(first)).isEqualTo(text);
            assertThat(jzlib.message(again)).isEqualTo(text);
            crowd.forEach(Stages::close);
        }

        /** An empty one does not go through the compressor at all. */
        @Test
        void withoutAnyByteChangeNothing() {
            List<Stages> crowd = crowd(2, true, 15);
            byte[] text = noise(1, 1000);
            Stages one = crowd.get(0);
            var jzlib = new JzlibInflater(15);
            jzlib.message(one.send(text));
            assertThat(jzlib.message(one.send(""))).isEmpty();
            crowd.get(1).send(text);

            byte[] again = one.send(text);
            assertThat(again).hasSizeLessThan(50);
            assertThat(jzlib.message(again)).isEqualTo(text);
            crowd.forEach(Stages::close);
        }

        @Test
        void ofOtherConnectionsAreNotReferredTo() {
            List<Stages> crowd = crowd(2, true, 15);
            byte[] secret = noise(1, 1000);
            crowd.get(0).send(secret);
            crowd.get(1).send(noise(2, 100));
            crowd.get(0).send(secret);

            byte[] sent = crowd.get(1).send(secret);
            assertThat(sent).hasSizeGreaterThanOrEqualTo(1000);
            crowd.forEach(Stages::close);
        }
    }

    @Nested
    class Memory {
        private final Pools pools = new Pools(1);
        private final Lease lease = Lease.withHistory(6, 15);
        private final DeflateStage stage = stage(lease, pools, new RecordingStage(), true);

        @Test
        void isNotTakenBeforeAnythingWasCompressed() {
            assertThat(lease.historyCapacity()).isZero();
            send(stage, new byte[0]);
            assertThat(lease.historyCapacity()).isZero();
        }

        @Test
        void growsWithWhatWasSentAndNoFurtherThanTheBound() {
            send(stage, noise(1, 100));
            assertThat(lease.historyCapacity()).isBetween(100, 512);
            send(stage, noise(2, 500));
            assertThat(lease.historyCapacity()).isBetween(600, 1024);
            send(stage, noise(3, 100_000));
            assertThat(lease.historyCapacity()).isEqualTo(Lease.HISTORY);
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void isNoMoreThanHalfAWindowThatNeedsCare(int bits) {
            var limited = Lease.withHistory(6, bits);
            send(stage(limited, pools, new RecordingStage(), true), noise(1, 100_000));

            assertThat(limited.historyCapacity()).isEqualTo(Math.min(Lease.HISTORY, 1 << (bits - 1)));
        }

        @Test
        void isNotTakenWithoutContextTakeover() {
            var none = new Lease(6, 15);
            DeflateStage forgetful = stage(none, pools, new RecordingStage(), false);
            byte[] text = noise(1, 1000);
            forgetful.frame(HEADER.set(false, true, false, 0, text.length));
            forgetful.payload(text, 0, text.length, true);
            assertThat(none.historyCapacity()).isZero();

            Stages alone = crowd(1, false, 15).get(0);
            assertThat(alone.send(text)).isEqualTo(alone.send(text));
            alone.close();
        }

        @Test
        void isGivenUpWhenTheConnectionCloses() {
            send(stage, noise(1, 1000));
            stage.close();

            assertThat(lease.historyCapacity()).isZero();
            assertThat(pools.deflaters().parked()).isZero();
        }

        /** What did not get through may not be referred to. */
        @Test
        void isGivenUpWhenTheNextStageFails() {
            DeflateStage failing = stage(lease, pools, new RecordingStage().limitedTo(5000), true);
            send(failing, noise(1, 1000));
            assertThat(lease.historyCapacity()).isPositive();
            byte[] tooMuch = noise(2, 20_000);
            failing.frame(HEADER.set(false, true, true, 0, tooMuch.length));

            assertThatThrownBy(() -> failing.payload(tooMuch, 0, tooMuch.length, true))
                    .isInstanceOf(RecordingStage.TooMuch.class);
            assertThat(lease.historyCapacity()).isZero();
            failing.close();
            assertThat(lease.historyCapacity()).isZero();
        }

        @Test
        void isNotTheApplicationsArray() {
            byte[] text = noise(1, 1000);
            byte[] copy = text.clone();
            Stages one = crowd(1, true, 15).get(0);
            var other = new Stages(one.pools, one.buffers, new Context(true, 15), new Context(true, 15));
            var jzlib = new JzlibInflater(15);
            jzlib.message(one.send(text));
            Arrays.fill(text, (byte) 0);
            other.send(noise(2, 10));

            byte[] again = one.send(copy);
            assertThat(again).hasSizeLessThan(50);
            assertThat(jzlib.message(again)).isEqualTo(copy);
            one.close();
            other.close();
        }
    }

    @Nested
    class Compressors {
        @Test
        void thatWereParkedNeedNoHistory() {
            var pool = new DeflaterPool(1);
            pool.join();
            var lease = Lease.withHistory(6, 15);
            Compressor compressor = pool.enter(lease);
            var out = new RecordingStage();
            out.frame(HEADER.set(false, true, true, 0, 0));
            var writer = new SliceWriter(out);
            byte[] text = noise(1, 1000);
            for (int round = 0; round < 2; round++) {
                writer.begin(new byte[DeflateStage.BUFFER_SIZE], false);
                compressor.compress(text, 0, text.length, true, writer);
                writer.endSlice();
                pool.park(lease);
                assertThat(pool.enter(lease)).isSameAs(compressor);
            }
            // Nothing was remembered, so the second time was referred to the first by the parked context alone.
            assertThat(lease.historyCapacity()).isZero();
            assertThat(out.received()).isBetween(1000L, 1100L);
            pool.giveBack(lease);
            pool.close();
        }
    }
}
