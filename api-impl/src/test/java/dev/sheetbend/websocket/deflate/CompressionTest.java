package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.deflate.DeflateAgreement.Context;
import dev.sheetbend.websocket.deflate.DeflateAgreement.Pools;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.OutboundStage;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RFC 7692, 6.1 and 7.2.1: which messages are compressed, and how. */
@DisplayName("7.2.1: compression")
class CompressionTest {
    private static final DataFrame HEADER = new DataFrame();

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Nested
    class Choice {
        private final OutboundStage stage = (OutboundStage) new DeflateAgreement(
                        ExtensionOffer.of(PermessageDeflate.NAME),
                        new Context(true, 15),
                        new Context(true, 15),
                        1,
                        100,
                        new Pools(1))
                .outbound(new RecordingStage(), new CountingBuffers());

        @Test
        void dependsOnTheSize() {
            assertThat(stage.takes(true, true, 99, Treatment.DEFAULT)).isFalse();
            assertThat(stage.takes(true, true, 100, Treatment.DEFAULT)).isTrue();
            assertThat(stage.takes(false, true, 99, Treatment.DEFAULT)).isFalse();
            assertThat(stage.takes(false, true, 100, Treatment.DEFAULT)).isTrue();
        }

        @Test
        void isYesForAMessageInPartsWhoseSizeNobodyKnows() {
            assertThat(stage.takes(true, false, 0, Treatment.DEFAULT)).isTrue();
        }

        @Test
        void isTheApplicationsIfItWants() {
            assertThat(stage.takes(true, true, 0, Treatment.COMPRESS)).isTrue();
            assertThat(stage.takes(true, true, 1000, Treatment.PLAIN)).isFalse();
            assertThat(stage.takes(true, false, 1000, Treatment.PLAIN)).isFalse();
        }
    }

    @Nested
    class Frames {
        @Test
        void onlyTheFirstHasTheBit() {
            try (var stages = Stages.of(true, 15)) {
                stages.sendFrame(true, false, Bytes.utf8("one"));
                stages.sendFrame(false, false, Bytes.utf8("two"));
                stages.sendFrame(false, true, Bytes.utf8("three"));

                assertThat(stages.sent.frames())
                        .extracting(RecordingStage.Frame::rsv)
                        .containsExactly(DataFrame.RSV1, 0, 0);
                assertThat(stages.sent.frames())
                        .extracting(RecordingStage.Frame::length)
                        .containsOnly(DataFrame.UNKNOWN_LENGTH);
            }
        }

        @Test
        void onlyTheLastLacksTheEndOfTheFlush() {
            try (var stages = Stages.of(false, 15)) {
                assertThat(stages.sendFrame(true, false, noise(100))).endsWith(0, 0, 0xFF, 0xFF);
                assertThat(stages.sendFrame(false, true, noise(100))).endsWith(0);
            }
        }

        @Test
        void ofASmallMessageHaveOneSlice() {
            try (var stages = Stages.of(true, 15)) {
                stages.send(new SampleTexts(1).json(5000));

                assertThat(stages.sent.slices()).isEqualTo(1);
            }
        }

        /** Around every size at which the last four bytes stand in two buffers. */
        @Test
        void endAsTheyShouldWhereverTheBufferDoes() {
            for (int length = DeflateStage.BUFFER_SIZE - 40; length < DeflateStage.BUFFER_SIZE + 20; length++) {
                for (boolean last : new boolean[] {false, true}) {
                    try (var stages = Stages.of(false, 15)) {
                        byte[] message = noise(length);
                        byte[] sent = stages.sendFrame(true, last, message);
                        var jzlib = new JzlibInflater(15);
                        assertThat(last ? jzlib.message(sent) : jzlib.frame(sent))
                                .isEqualTo(message);
                    }
                }
            }
        }

        @Test
        void mayHaveEmptySlices() {
            try (var stages = Stages.of(true, 15)) {
                stages.outbound.frame(HEADER.set(false, true, true, 0, 5));
                stages.outbound.payload(new byte[0], 0, 0, false);
                stages.outbound.payload(Bytes.utf8("Hello"), 0, 5, false);
                stages.outbound.payload(new byte[0], 0, 0, false);
                stages.outbound.payload(new byte[0], 0, 0, true);

                assertThat(stages.sent.bytes()).isEqualTo(Bytes.hex("f248cdc9c90700"));
            }
        }
    }

    @Nested
    class Memory {
        @Test
        void isFirstNeededForTheFirstByte() {
            try (var stages = Stages.of(true, 15)) {
                stages.outbound.frame(HEADER.set(false, true, true, 0, 5));
                assertThat(stages.pools.deflaters().alive()).isZero();
                stages.outbound.payload(new byte[5], 0, 5, true);
                assertThat(stages.pools.deflaters().alive()).isEqualTo(1);
            }
        }

        @Test
        void isFreeBetweenMessagesAndKeepsTheContextIfThatIsWanted() {
            try (var stages = Stages.of(true, 15)) {
                stages.send("Hello");
                assertThat(stages.pools.deflaters().parked()).isEqualTo(1);
                stages.send("");
                assertThat(stages.pools.deflaters().parked()).isEqualTo(1);
            }
            try (var stages = Stages.of(false, 15)) {
                stages.send("Hello");
                assertThat(stages.pools.deflaters().parked()).isZero();
                stages.assertIdle();
            }
        }

        @Test
        void isFreeBetweenTheFramesOfAMessage() {
            try (var stages = Stages.of(false, 15)) {
                stages.sendFrame(true, false, Bytes.utf8("Hello"));
                assertThat(stages.pools.deflaters().parked()).isEqualTo(1);
                stages.assertIdle();
                stages.sendFrame(false, true, new byte[0]);
                assertThat(stages.pools.deflaters().parked()).isZero();
            }
        }

        @Test
        void comesBackWhenAMessageIsLeftUnfinished() {
            try (var stages = Stages.of(true, 15)) {
                stages.outbound.frame(HEADER.set(false, true, true, 0, 5));
                stages.outbound.payload(new byte[5], 0, 5, false);
                assertThat(stages.pools.deflaters().active()).isEqualTo(1);
            }
        }

        @Test
        void comesBackWhenTheNextStageFails() {
            var pools = new Pools(2);
            var buffers = new CountingBuffers();
            var agreement = new DeflateAgreement(
                    ExtensionOffer.of(PermessageDeflate.NAME),
                    new Context(true, 15),
                    new Context(true, 15),
                    1,
                    0,
                    pools);
            var stage = agreement.outbound(new RecordingStage().limitedTo(5000), buffers);
            stage.frame(HEADER.set(false, true, true, 0, 20_000));

            assertThatThrownBy(() -> stage.payload(noise(20_000), 0, 20_000, true))
                    .isInstanceOf(RecordingStage.TooMuch.class);
            assertThat(buffers.outstanding()).isZero();
            assertThat(pools.deflaters().active()).isZero();
            assertThat(pools.deflaters().parked()).isZero();
            stage.close();
            pools.close();
            assertThat(pools.deflaters().alive()).isZero();
        }
    }
}
