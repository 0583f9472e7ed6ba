package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.EverySplit;
import dev.sheetbend.websocket.frame.EverySplit.Split;
import dev.sheetbend.websocket.spi.DataFrame;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7692, 7.2.3, received under every split, and sent where this end would send them so. */
class Rfc7692ExamplesTest {
    private static final byte[] HELLO = Bytes.utf8("Hello");
    private static final DataFrame HEADER = new DataFrame();

    /** The payloads of one or more messages of one frame each. */
    private static void eachBecomesHello(String... messages) {
        byte[] last = Bytes.hex(messages[messages.length - 1]);
        EverySplit.of(last, split -> {
            try (var stages = Stages.of(true, 15)) {
                for (int i = 0; i < messages.length - 1; i++) {
                    assertThat(stages.receive(Bytes.hex(messages[i]))).isEqualTo(HELLO);
                }
                feed(stages, true, true, split, last.length);
                RecordingStage.Frame frame = stages.received.frames().get(messages.length - 1);
                assertThat(frame)
                        .as(split::toString)
                        .isEqualTo(
                                new RecordingStage.Frame(true, true, true, 0, DataFrame.UNKNOWN_LENGTH, "48656c6c6f"));
            }
        });
    }

    private static void feed(Stages stages, boolean first, boolean last, Split split, int length) {
        var fed = new int[1];
        stages.inbound.frame(HEADER.set(true, first, last, first ? DataFrame.RSV1 : 0, length));
        split.feed((array, offset, count) -> {
            fed[0] += count;
            stages.inbound.payload(array, offset, count, fed[0] == length);
        });
    }

    @Nested
    @DisplayName("7.2.3.1: a message compressed using one compressed DEFLATE block")
    class OneCompressedBlock {
        private static final String MESSAGE = "f248cdc9c90700";

        @Test
        void isReceivedInOneFrame() {
            eachBecomesHello(MESSAGE);
        }

        @Test
        void isReceivedInTwoFrames() {
            byte[] first = Bytes.hex("f248cd");
            byte[] second = Bytes.hex("c9c90700");
            EverySplit.of(
                    first,
                    one -> EverySplit.of(second, other -> {
                        try (var stages = Stages.of(false, 15)) {
                            feed(stages, true, false, one, first.length);
                            feed(stages, false, true, other, second.length);
                            assertThat(stages.received.bytes()).isEqualTo(HELLO);
                            assertThat(stages.received.frames())
                                    .extracting(RecordingStage.Frame::last)
                                    .containsExactly(false, true);
                        }
                    }));
        }

        @Test
        void isReceivedInFramesOfOneByte() {
            byte[] bytes = Bytes.hex(MESSAGE);
            try (var stages = Stages.of(true, 15)) {
                for (int i = 0; i < bytes.length; i++) {
                    boolean first = i == 0;
                    stages.receiveFrame(
                            first, i == bytes.length - 1, first ? DataFrame.RSV1 : 0, new byte[] {bytes[i]});
                }
                assertThat(stages.received.bytes()).isEqualTo(HELLO);
            }
        }

        @Test
        void isSent() {
            try (var stages = Stages.of(true, 15)) {
                assertThat(stages.send("Hello")).isEqualTo(Bytes.hex(MESSAGE));
                assertThat(stages.sent.frames())
                        .containsExactly(new RecordingStage.Frame(
                                true, true, true, DataFrame.RSV1, DataFrame.UNKNOWN_LENGTH, MESSAGE));
            }
        }

        @Test
        void isSentUnderEverySplit() {
            EverySplit.of(HELLO, split -> {
                try (var stages = Stages.of(true, 15)) {
                    var fed = new int[1];
                    stages.outbound.frame(HEADER.set(false, true, true, 0, HELLO.length));
                    split.feed((array, offset, count) -> {
                        fed[0] += count;
                        stages.outbound.payload(array, offset, count, fed[0] == HELLO.length);
                    });
                    assertThat(stages.sent.bytes()).isEqualTo(Bytes.hex(MESSAGE));
                }
            });
        }
    }

    @Nested
    @DisplayName("7.2.3.2: sharing LZ77 sliding window")
    class SharedWindow {
        @Test
        void secondMessageRefersToTheFirst() {
            eachBecomesHello("f248cdc9c90700", "f200110000");
        }

        @Test
        void secondMessageMayAlsoStandAlone() {
            eachBecomesHello("f248cdc9c90700", "f248cdc9c90700");
        }

        @Test
        void isSentWithContextTakeover() {
            try (var stages = Stages.of(true, 15)) {
                stages.send("Hello");
                assertThat(stages.send("Hello")).isEqualTo(Bytes.hex("f200110000"));
            }
        }

        @Test
        void isNotSentWithoutContextTakeover() {
            try (var stages = Stages.of(false, 15)) {
                stages.send("Hello");
                assertThat(stages.send("Hello")).isEqualTo(Bytes.hex("f248cdc9c90700"));
            }
        }
    }

    @Nested
    @DisplayName("7.2.3.3: using a DEFLATE block with no compression")
    class BlockWithNoCompression {
        @Test
        void isReceived() {
            eachBecomesHello("000500faff48656c6c6f00");
        }
    }

    @Nested
    @DisplayName("7.2.3.4: using a DEFLATE block with BFINAL set to 1")
    class FinalBlock {
        private static final String MESSAGE = "f348cdc9c9070000";

        @Test
        void isReceived() {
            eachBecomesHello(MESSAGE);
        }

        @Test
        void isReceivedWithoutTheByteBehindIt() {
            eachBecomesHello("f348cdc9c90700");
        }

        @Test
        void nextMessageMayReferToIt() {
            eachBecomesHello(MESSAGE, "f200110000");
        }

        @Test
        void nextBlockOfTheMessageMayReferToIt() {
            for (boolean takeover : List.of(true, false)) {
                EverySplit.of(Bytes.hex("f348cdc9c90700" + "f200110000"), split -> {
                    try (var stages = Stages.of(takeover, 15)) {
                        feed(stages, true, true, split, 12);
                        assertThat(stages.received.bytes()).isEqualTo(Bytes.utf8("HelloHello"));
                    }
                });
            }
        }

        @Test
        void severalStandInOneMessage() {
            EverySplit.of(Bytes.hex("f348cdc9c90700".repeat(3) + "00"), split -> {
                try (var stages = Stages.of(false, 15)) {
                    feed(stages, true, true, split, 22);
                    assertThat(stages.received.bytes()).isEqualTo(Bytes.utf8("HelloHelloHello"));
                }
            });
        }

        @Test
        void eachFrameMayEndWithOne() {
            try (var stages = Stages.of(true, 15)) {
                stages.receiveFrame(true, false, DataFrame.RSV1, Bytes.hex("f348cdc9c90700"));
                stages.receiveFrame(false, false, 0, Bytes.hex("f348cdc9c90700"));
                stages.receiveFrame(false, true, 0, new byte[] {0});
                assertThat(stages.received.bytes()).isEqualTo(Bytes.utf8("HelloHello"));
            }
        }
    }

    @Nested
    @DisplayName("7.2.3.5: two DEFLATE blocks in one message")
    class TwoBlocks {
        @Test
        void areReceived() {
            eachBecomesHello("f248050000 00ffff cac9c90700".replace(" ", ""));
        }

        @Test
        void areSentInTwoFrames() {
            try (var stages = Stages.of(true, 15)) {
                byte[] first = stages.sendFrame(true, false, Bytes.utf8("He"));
                byte[] second = stages.sendFrame(false, true, Bytes.utf8("llo"));

                assertThat(first).isEqualTo(Bytes.hex("f248050000 00ffff"));
                assertThat(second).isEqualTo(Bytes.hex("cac9c90700"));
            }
        }
    }

    @Nested
    @DisplayName("7.2.3.6: generating an empty fragment")
    class EmptyFragment {
        @Test
        void endsAMessage() {
            try (var stages = Stages.of(true, 15)) {
                stages.receiveFrame(true, false, DataFrame.RSV1, Bytes.hex("f248cdc9c907000000ffff"));
                stages.receiveFrame(false, true, 0, new byte[] {0});

                assertThat(stages.received.bytes()).isEqualTo(HELLO);
            }
        }

        @Test
        void isSentForAnEmptyLastFrame() {
            for (boolean takeover : List.of(true, false)) {
                try (var stages = Stages.of(takeover, 15)) {
                    assertThat(stages.sendFrame(true, false, HELLO)).isEqualTo(Bytes.hex("f248cdc9c907000000ffff"));
                    assertThat(stages.sendFrame(false, false, new byte[0])).isEmpty();
                    assertThat(stages.sendFrame(false, true, new byte[0])).containsExactly(0);
                }
            }
        }

        @Test
        void isAnEmptyMessage() {
            try (var stages = Stages.of(true, 15)) {
                assertThat(stages.send("")).containsExactly(0);
                assertThat(stages.receive(new byte[] {0})).isEmpty();
                assertThat(stages.pools.deflaters().created()).isZero();
            }
        }
    }
}
