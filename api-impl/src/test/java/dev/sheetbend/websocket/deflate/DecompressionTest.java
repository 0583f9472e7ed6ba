package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.deflate.DeflateAgreement.Context;
import dev.sheetbend.websocket.deflate.DeflateAgreement.Pools;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.EverySplit;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 6.2 and 7.2.2: what is decompressed, and what cannot be. */
@DisplayName("7.2.2: decompression")
class DecompressionTest {
    private static final DataFrame HEADER = new DataFrame();
    private static final String NO_DEFLATE = "A compressed message must be valid DEFLATE data.";
    private static final String NO_END = "A compressed message must end as RFC 7692, 7.2.1 says.";

    @Nested
    class UncompressedMessages {
        @Test
        void passAsTheyAre() {
            try (var stages = Stages.of(true, 15)) {
                assertThat(stages.receiveFrame(true, false, 0, Bytes.utf8("Hel")))
                        .isEqualTo(Bytes.utf8("Hel"));
                assertThat(stages.receiveFrame(false, true, 0, Bytes.utf8("lo")))
                        .isEqualTo(Bytes.utf8("lo"));

                assertThat(stages.received.frames())
                        .containsExactly(
                                new RecordingStage.Frame(true, true, false, 0, 3, "48656c"),
                                new RecordingStage.Frame(true, false, true, 0, 2, "6c6f"));
                assertThat(stages.pools.inflaters().created()).isZero();
            }
        }

        @Test
        void doNotChangeTheContext() {
            try (var stages = Stages.of(true, 15)) {
                stages.receive(Bytes.hex("f248cdc9c90700"));
                stages.receiveFrame(true, true, 0, Bytes.utf8("World"));

                assertThat(stages.receive(Bytes.hex("f200110000"))).isEqualTo(Bytes.utf8("Hello"));
            }
        }
    }

    @Nested
    class EmptyMessages {
        @Test
        void mayLackEvenTheOneByteThatTheyShouldHave() {
            try (var stages = Stages.of(true, 15)) {
                assertThat(stages.receive(new byte[0])).isEmpty();
                assertThat(stages.pools.inflaters().created()).isZero();
            }
        }

        @Test
        void mayHaveSeveralFrames() {
            try (var stages = Stages.of(true, 15)) {
                stages.receiveFrame(true, false, DataFrame.RSV1, new byte[0]);
                stages.receiveFrame(false, false, 0, new byte[0]);
                stages.receiveFrame(false, true, 0, new byte[1]);

                assertThat(stages.received.bytes()).isEmpty();
                assertThat(stages.received.frames()).hasSize(3);
            }
        }
    }

    @Nested
    class BadData {
        private static void fails(String hex, String text) {
            byte[] bytes = Bytes.hex(hex);
            EverySplit.of(bytes, split -> {
                try (var stages = Stages.of(true, 15)) {
                    var fed = new int[1];
                    stages.inbound.frame(HEADER.set(true, true, true, DataFrame.RSV1, bytes.length));
                    assertThatThrownBy(() -> split.feed((array, offset, length) -> {
                                fed[0] += length;
                                stages.inbound.payload(array, offset, length, fed[0] == bytes.length);
                            }))
                            .isInstanceOfSatisfying(
                                    ExtensionFailure.class,
                                    failure -> assertThat(failure.closeCode()).isEqualTo(1007))
                            .hasMessage(text);
                    stages.assertIdle();
                    assertThat(stages.pools.inflaters().alive()).isZero();
                }
            });
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    // The type of block that does not exist.
                    "07",
                    // A length without its complement.
                    "0001000100",
                    // A reference to nothing: a copy at the start of a message that has nothing before it.
                    "f200110000",
                    // Codes that are not complete.
                    "04ffffffffffffffffffffff",
                })
        void isRefused(String hex) {
            fails(hex, NO_DEFLATE);
        }

        @Test
        void mayComeBehindAFinalBlock() {
            fails("f348cdc9c9070007", NO_DEFLATE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    // Within codes, and within a block without compression.
                    "f248cdc9",
                    "000500faff4865",
                    "000400fbff",
                })
        void isAMessageThatEndsWithinABlock(String hex) {
            fails(hex, NO_END);
        }

        @Test
        void isAMessageWhoseEndWasNotLeftOut() {
            fails("f248cdc9c907000000ffff", NO_END);
        }

        @Test
        void refersToAMessageBeforeAlthoughThatWasExcluded() {
            try (var stages = Stages.of(false, 15)) {
                stages.receive(Bytes.hex("f248cdc9c90700"));

                assertThatThrownBy(() -> stages.receive(Bytes.hex("f200110000")))
                        .isInstanceOf(ExtensionFailure.class)
                        .hasMessage(NO_DEFLATE);
            }
        }

        @Test
        void isRefusedWhenItIsMadeOfNothingButFinalBlocks() {
            try (var stages = Stages.of(true, 15)) {
                byte[] blocks = Bytes.hex("0300".repeat(64));
                assertThat(stages.receive(blocks)).isEmpty();

                assertThatThrownBy(() -> stages.receive(Bytes.hex("0300".repeat(65))))
                        .isInstanceOf(ExtensionFailure.class)
                        .hasMessage("A compressed message must not have many small final blocks.");
            }
        }
    }

    @Nested
    class Bombs {
        private static byte[] zeros(int mebibytes) {
            try (var stages = Stages.of(true, 15)) {
                byte[] mebibyte = new byte[1 << 20];
                stages.outbound.frame(HEADER.set(false, true, true, 0, DataFrame.UNKNOWN_LENGTH));
                for (int i = 1; i <= mebibytes; i++) {
                    stages.outbound.payload(mebibyte, 0, mebibyte.length, i == mebibytes);
                }
                return stages.sent.bytes();
            }
        }

        @Test
        void growNoFurtherThanOneBufferBeyondTheLimit() {
            byte[] bomb = zeros(16);
            int limit = 100_000;
            var pools = new Pools(1);
            var buffers = new CountingBuffers();
            var received = new RecordingStage().limitedTo(limit);
            var context = new Context(true, 15);
            var stage = new DeflateAgreement(ExtensionOffer.of(PermessageDeflate.NAME), context, context, 6, 0, pools)
                    .inbound(received, buffers);
            assertThat(bomb).hasSizeLessThan(20_000);

            stage.frame(HEADER.set(false, true, true, DataFrame.RSV1, bomb.length));
            assertThatThrownBy(() -> stage.payload(bomb, 0, bomb.length, true))
                    .isInstanceOf(RecordingStage.TooMuch.class);

            assertThat(received.received()).isBetween(limit + 1L, (long) limit + InflateStage.BUFFER_SIZE);
            assertThat(buffers.outstanding()).isZero();
            assertThat(pools.inflaters().alive()).isZero();
            stage.close();
        }

        @Test
        void areDeliveredWhenNobodyMinds() {
            byte[] bomb = zeros(4);
            try (var stages = Stages.of(false, 15)) {
                assertThat(stages.receive(bomb)).isEqualTo(new byte[4 << 20]);
                assertThat(stages.received.slices()).isBetween(1024, 1025);
            }
        }
    }

    @Nested
    class Memory {
        @Test
        void isOnlyNeededDuringAMessage() {
            for (boolean takeover : new boolean[] {true, false}) {
                try (var stages = Stages.of(takeover, 15)) {
                    stages.receiveFrame(true, false, DataFrame.RSV1, Bytes.hex("f248cd"));
                    assertThat(stages.pools.inflaters().active()).isEqualTo(1);
                    assertThat(stages.buffers.outstanding()).isZero();
                    stages.receiveFrame(false, true, 0, Bytes.hex("c9c90700"));
                    stages.assertIdle();
                    assertThat(stages.pools.inflaters().alive()).isEqualTo(1);
                }
            }
        }

        @Test
        void comesBackWhenAMessageIsLeftUnfinished() {
            try (var stages = Stages.of(false, 15)) {
                stages.receiveFrame(true, false, DataFrame.RSV1, Bytes.hex("f248cd"));
                stages.inbound.close();

                assertThat(stages.pools.inflaters().alive()).isZero();
            }
        }

        @Test
        void isCleanForTheNextConnection() {
            var pools = new Pools(1);
            var buffers = new CountingBuffers();
            var context = new Context(false, 15);
            try (var one = new Stages(pools, buffers, context, context);
                    var other = new Stages(pools, buffers, context, context);
                    var third = new Stages(pools, buffers, context, context)) {
                one.receive(Bytes.hex("f248cdc9c90700"));

                assertThatThrownBy(() -> other.receive(Bytes.hex("f200110000"))).isInstanceOf(ExtensionFailure.class);
                assertThat(third.receive(Bytes.hex("f248cdc9c90700"))).isEqualTo(Bytes.utf8("Hello"));
                assertThat(pools.inflaters().created()).isEqualTo(2);
            }
        }
    }
}
