package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.extension.ToyExtension;
import dev.sheetbend.websocket.extension.ToyExtension.Passing;
import dev.sheetbend.websocket.extension.ToyStages;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent, on its way through the extensions. */
class MessageEncoderTest {
    private final BufferPool pool = new BufferPool(1 << 16);
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void everyBufferIsBackInThePool() {
        assertThat(pool.outstanding()).isZero();
    }

    private MessageEncoder encoder(ToyExtension... extensions) {
        return new MessageEncoder(ToyExtension.stackOf(extensions), pool);
    }

    private ToyExtension passing() {
        return new ToyExtension("a").outbound((next, buffers) -> new Passing("a", next, log));
    }

    /** One line for each frame that comes out; its buffers go back. */
    private static List<String> encode(MessageEncoder encoder, boolean last, String hex) {
        byte[] payload = Bytes.hex(hex);
        assertThat(encoder.takes(false, last, payload.length, Treatment.DEFAULT))
                .isTrue();
        byte[] array = Bytes.concat(new byte[3], payload, new byte[2]);
        byte[] before = array.clone();
        var lines = new ArrayList<String>();
        for (EncodedFrame frame : encoder.encode(array, 3, payload.length)) {
            byte[] copy = new byte[frame.length()];
            frame.copyTo(copy, 0);
            lines.add((frame.last() ? "FIN " : "") + frame.rsv() + " " + Bytes.toHex(copy, 0, copy.length));
            frame.release();
        }
        assertThat(array).isEqualTo(before);
        return lines;
    }

    @Test
    void withoutExtensionsNothingIsTaken() {
        var encoder = new MessageEncoder(ExtensionStack.EMPTY, pool);
        assertThat(encoder.takes(true, true, 5, Treatment.COMPRESS)).isFalse();
        encoder.close();
    }

    @Test
    void stagesAreMadeForTheFirstMessageAndNotBefore() {
        var extension = passing();
        var encoder = encoder(extension);
        assertThat(extension.made()).isZero();
        encode(encoder, true, "01");
        encode(encoder, true, "01");
        assertThat(extension.made()).isEqualTo(1);
    }

    @Test
    void aConnectionThatSentNothingHasNoStagesToClose() {
        var extension = passing();
        encoder(extension).close();
        assertThat(extension.made()).isZero();
        assertThat(log).isEmpty();
    }

    @Test
    void stagesAreClosedOnceHoweverOftenTheEncoderIs() {
        var encoder = encoder(passing());
        encode(encoder, false, "01");
        encoder.close();
        encoder.close();
        assertThat(log).containsExactly("a asked binary 1 DEFAULT", "a frame", "a closed");
    }

    @Test
    void aStageIsAskedOncePerMessageAndItsAnswerHoldsForAllOfTheFrames() {
        var encoder = encoder(new ToyExtension("even").outbound((next, buffers) -> new Passing("even", next, log) {
            @Override
            public boolean takes(boolean text, boolean whole, int length, Treatment treatment) {
                super.takes(text, whole, length, treatment);
                return length % 2 == 0;
            }
        }));
        assertThat(encoder.takes(true, false, 3, Treatment.PLAIN)).isFalse();
        assertThat(encoder.takes(true, false, 4, Treatment.COMPRESS)).isFalse();
        assertThat(encoder.takes(true, true, 6, Treatment.COMPRESS)).isFalse();
        assertThat(encode(encoder, false, "0102")).containsExactly("0 0102");
        assertThat(encode(encoder, true, "03")).containsExactly("FIN 0 03");
        assertThat(encoder.takes(false, true, 1, Treatment.DEFAULT)).isFalse();
        assertThat(log)
                .containsExactly(
                        "even asked text 3 PLAIN",
                        "even asked binary 2 DEFAULT",
                        "even frame",
                        "even frame",
                        "even asked binary whole 1 DEFAULT");
    }

    @Test
    void theHeaderTellsEachFramesPlaceKindAndLength() {
        var encoder = encoder(new ToyExtension("a").outbound((next, buffers) -> new Passing("a", next, log) {
            @Override
            public void frame(DataFrame frame) {
                log((frame.text() ? "text" : "binary") + (frame.first() ? " first" : "") + (frame.last() ? " last" : "")
                        + " " + frame.rsv() + " " + frame.length());
                next().frame(frame);
            }
        }));
        for (boolean last : new boolean[] {false, false, true}) {
            encode(encoder, last, "0102");
        }
        assertThat(encoder.takes(true, true, 0, Treatment.PLAIN)).isTrue();
        encoder.encode(new byte[0], 0, 0).forEach(EncodedFrame::release);
        assertThat(log)
                .containsExactly(
                        "a asked binary 2 DEFAULT",
                        "a binary first 0 2",
                        "a binary 0 2",
                        "a binary last 0 2",
                        "a asked text whole 0 PLAIN",
                        "a text first last 0 0");
    }

    @Test
    void whatTheExtensionsChangeComesOut() {
        var encoder = encoder(ToyStages.inverting(), ToyStages.turning());
        assertThat(encode(encoder, true, "fffefd")).containsExactly("FIN " + DataFrame.RSV2 + " 010200");
        assertThat(encode(encoder, false, "ff")).containsExactly(DataFrame.RSV2 + " ");
        assertThat(encode(encoder, false, "")).containsExactly("0 ");
        assertThat(encode(encoder, true, "fe")).containsExactly("FIN 0 0100");
        assertThat(encode(encoder, true, "")).containsExactly("FIN " + DataFrame.RSV2 + " ");
    }

    @Test
    void anExtensionMayKeepFramesAndLetSeveralOutForOne() {
        var encoder = encoder(ToyStages.cutting(2));
        assertThat(encode(encoder, false, "010203")).isEmpty();
        assertThat(encode(encoder, false, "")).isEmpty();
        assertThat(encode(encoder, true, "0405"))
                .containsExactly("0 0102", DataFrame.RSV3 + " 0304", "FIN " + DataFrame.RSV3 + " 05");
        assertThat(encode(encoder, true, "06")).containsExactly("FIN 0 06");
    }

    /** Passes on the first two frames of each message as one, without waiting for the second. */
    private static FrameStage joiningTwo(FrameStage next) {
        return new FrameStage() {
            private int frames;

            @Override
            public void frame(DataFrame frame) {
                frames = frame.first() ? 1 : frames + 1;
                if (frames != 2) {
                    next.frame(frame.set(frame.text(), frame.first(), frame.last() && frames > 1, 0, -1));
                }
            }

            @Override
            public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                next.payload(array, offset, length, endOfFrame && frames != 1);
            }
        };
    }

    @Test
    void aFrameThatAnExtensionGoesOnWithComesOutWhenItIsComplete() {
        var encoder = encoder(new ToyExtension("joining").outbound((next, buffers) -> joiningTwo(next)));
        assertThat(encode(encoder, false, "0102")).isEmpty();
        assertThat(encode(encoder, false, "03")).containsExactly("0 010203");
        assertThat(encode(encoder, true, "04")).containsExactly("FIN 0 04");
        encoder.close();
    }

    @Test
    void aFrameThatIsNotCompleteAtTheEndGivesItsMemoryBack() {
        var encoder = encoder(new ToyExtension("joining").outbound((next, buffers) -> joiningTwo(next)));
        assertThat(encode(encoder, false, "0102")).isEmpty();
        assertThat(pool.outstanding()).isEqualTo(1);
        encoder.close();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void aFailureInTheMiddleGivesBackWhatHadComeOut() {
        for (int failAt = 1; failAt <= 4; failAt++) {
            int at = failAt;
            var encoder = encoder(new ToyExtension("failing").outbound((next, buffers) -> new Passing("f", next, log) {
                @Override
                public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                    // One whole frame, and half of another one.
                    failIf(at == 1);
                    next().payload(array, offset, length, true);
                    failIf(at == 2);
                    next().frame(new DataFrame().set(true, false, true, 0, -1));
                    failIf(at == 3);
                    next().payload(array, offset, length, false);
                    failIf(at == 4);
                }
            }));
            assertThat(encoder.takes(true, false, 3, Treatment.DEFAULT)).isTrue();
            assertThatThrownBy(() -> encoder.encode(new byte[3], 0, 3))
                    .isInstanceOf(ExtensionFailure.class)
                    .hasMessage("No more.");
            assertThat(pool.outstanding()).as("after a failure at " + failAt).isZero();
            encoder.close();
        }
        assertThat(log).filteredOn("f closed"::equals).hasSize(4);
    }

    /** Sends these headers in place of each frame. */
    private MessageEncoder sending(DataFrame... headers) {
        return encoder(new ToyExtension("sending").outbound((next, buffers) -> new Passing("s", next, log) {
            @Override
            public void frame(DataFrame frame) {
                for (DataFrame header : headers) {
                    next().frame(header);
                    next().payload(new byte[1], 0, 1, true);
                }
            }

            @Override
            public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                // All has been sent.
            }
        }));
    }

    private static DataFrame header(boolean last, int rsv) {
        return new DataFrame().set(true, true, last, rsv, 1);
    }

    private void assertBroken(MessageEncoder encoder, String message) {
        assertThat(encoder.takes(true, true, 1, Treatment.DEFAULT)).isTrue();
        assertThatThrownBy(() -> encoder.encode(new byte[1], 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThat(pool.outstanding()).isZero();
        encoder.close();
    }

    @Test
    void anExtensionMustSendTheEndOfAMessageAndNothingBehindIt() {
        String noEnd = "An extension has not sent the end of a message.";
        assertBroken(sending(), noEnd);
        assertBroken(sending(header(false, 0)), noEnd);
        String outOfTurn = "An extension has sent a frame out of turn, or with bits of others.";
        assertBroken(sending(header(true, 0), header(true, 0)), outOfTurn);
        assertBroken(sending(header(true, DataFrame.RSV1)), outOfTurn);
    }

    private static void failIf(boolean failing) {
        if (failing) {
            throw ExtensionFailure.protocol("No more.");
        }
    }

    @Test
    void whatAStageThrowsAtItsCloseComesOutOnceAndNothingIsHeld() {
        var failure = new IllegalStateException("not closed");
        var encoder = encoder(
                passing(), new ToyExtension("b").outbound((next, buffers) -> new Passing("b", joiningTwo(next), log) {
                    @Override
                    public void close() {
                        throw failure;
                    }
                }));
        encode(encoder, false, "01");
        assertThatThrownBy(encoder::close).isSameAs(failure);
        assertThat(log).contains("a closed");
        assertThat(pool.outstanding()).isZero();
        encoder.close();
    }

    @Test
    void aStageThatCannotBeMadeFailsTheFirstMessageAndClosesTheOthers() {
        var failure = new IllegalStateException("no stage");
        var encoder = encoder(
                new ToyExtension("unmakable").outbound((next, buffers) -> {
                    throw failure;
                }),
                passing());
        assertThatThrownBy(() -> encoder.takes(true, true, 1, Treatment.DEFAULT))
                .isSameAs(failure);
        encoder.close();
        assertThat(log).containsExactly("a closed");
    }
}
