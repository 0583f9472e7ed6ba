package dev.sheetbend.websocket.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sheetbend.websocket.extension.ToyExtension.Last;
import dev.sheetbend.websocket.extension.ToyExtension.Passing;
import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stages of several extensions, one behind another. */
class StagesTest {
    private static final BufferSource BUFFERS = new BufferSource() {
        @Override
        public ByteBuffer acquire(int atLeast) {
            return ByteBuffer.allocate(atLeast);
        }

        @Override
        public void release(ByteBuffer buffer) {}
    };

    private final List<String> log = new ArrayList<>();

    private ToyExtension passing(String name) {
        return new ToyExtension(name)
                .inbound((next, buffers) -> new Passing(name, next, log))
                .outbound((next, buffers) -> new Passing(name, next, log));
    }

    /** One whose stages cannot be closed. */
    private ToyExtension unclosable(String name, RuntimeException failure) {
        ToyExtension.Maker maker = (next, buffers) -> new Passing(name, next, log) {
            @Override
            public void close() {
                super.close();
                throw failure;
            }
        };
        return new ToyExtension(name).inbound(maker).outbound(maker);
    }

    private static ToyExtension unmakable(Throwable failure) {
        ToyExtension.Maker maker = (next, buffers) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
        return new ToyExtension("unmakable").inbound(maker).outbound(maker);
    }

    /** A stage that takes what a test says. */
    private ToyExtension taking(String name, boolean... answers) {
        return new ToyExtension(name).outbound((next, buffers) -> new Passing(name, next, log) {
            private int asked;

            @Override
            public boolean takes(boolean text, boolean whole, int length, Treatment treatment) {
                super.takes(text, whole, length, treatment);
                return answers[asked++];
            }
        });
    }

    private OutboundStages outbound(ToyExtension... extensions) {
        return ToyExtension.stackOf(extensions).outbound(new Last(log), BUFFERS);
    }

    private InboundStages inbound(ToyExtension... extensions) {
        return ToyExtension.stackOf(extensions).inbound(new Last(log), BUFFERS);
    }

    private static void send(FrameStage stage, boolean first, boolean last) {
        stage.frame(new DataFrame().set(true, first, last, 0, 1));
        stage.payload(new byte[] {7}, 0, 1, true);
    }

    @Test
    void whatIsSentGoesThroughTheFirstExtensionFirst() {
        send(outbound(passing("a"), passing("b"), passing("c")), true, true);
        assertThat(log).containsExactly("a frame", "b frame", "c frame", "text first last 0 1", "07|");
    }

    @Test
    void whatIsReceivedGoesThroughTheLastExtensionFirst() {
        send(inbound(passing("a"), passing("b"), passing("c")), true, true);
        assertThat(log).containsExactly("c frame", "b frame", "a frame", "text first last 0 1", "07|");
    }

    @Test
    void anExtensionWithoutAStageIsNotInTheWay() {
        var idle = new ToyExtension("idle");
        send(inbound(idle, passing("a")), true, true);
        var stages = outbound(idle, passing("a"), idle);
        assertThat(stages.takes(true, true, 1, Treatment.DEFAULT)).isTrue();
        send(stages, true, true);
        assertThat(log)
                .containsExactly(
                        "a frame",
                        "text first last 0 1",
                        "07|",
                        "a asked text whole 1 DEFAULT",
                        "a frame",
                        "text first last 0 1",
                        "07|");
        assertThat(idle.made()).isEqualTo(3);
    }

    @Test
    void extensionsWithoutStagesTakeNothing() {
        assertThat(outbound(new ToyExtension("idle")).takes(true, true, 1, Treatment.COMPRESS))
                .isFalse();
    }

    @Test
    void eachStageIsAskedForAMessageAndTheOnesThatDeclineItAreLeftOut() {
        var stages = outbound(taking("a", false, true, false), taking("b", true, false, false));
        assertThat(stages.takes(true, false, 1, Treatment.PLAIN)).isTrue();
        send(stages, true, false);
        send(stages, false, true);
        assertThat(log)
                .containsExactly(
                        "a asked text 1 PLAIN",
                        "b asked text 1 PLAIN",
                        "b frame",
                        "text first 0 1",
                        "07|",
                        "b frame",
                        "text last 0 1",
                        "07|");
        log.clear();
        assertThat(stages.takes(false, true, 9, Treatment.COMPRESS)).isTrue();
        send(stages, true, true);
        assertThat(log)
                .containsExactly(
                        "a asked binary whole 9 COMPRESS",
                        "b asked binary whole 9 COMPRESS",
                        "a frame",
                        "text first last 0 1",
                        "07|");
        assertThat(stages.takes(true, true, 1, Treatment.DEFAULT)).isFalse();
    }

    @Test
    void aStageThatIsNotAskedTakesEveryMessage() {
        // Only an OutboundStage has a choice.
        var plain = new ToyExtension("plain").outbound((next, buffers) -> new FrameStage() {
            @Override
            public void frame(DataFrame frame) {
                log.add("plain frame");
                next.frame(frame);
            }

            @Override
            public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                next.payload(array, offset, length, endOfFrame);
            }
        });
        var stages = outbound(plain, taking("a", false));
        assertThat(stages.takes(true, true, 1, Treatment.PLAIN)).isTrue();
        send(stages, true, true);
        assertThat(log).containsExactly("a asked text whole 1 PLAIN", "plain frame", "text first last 0 1", "07|");
    }

    @Test
    void closingClosesEveryStageAndNotWhatIsBehindThem() {
        inbound(passing("a"), passing("b")).close();
        outbound(passing("c"), passing("d")).close();
        assertThat(log).containsExactlyInAnyOrder("a closed", "b closed", "c closed", "d closed");
    }

    @Test
    void aStageThatDeclinedTheLastMessageIsClosedToo() {
        var stages = outbound(taking("a", false));
        stages.takes(true, true, 1, Treatment.DEFAULT);
        stages.close();
        assertThat(log).containsExactly("a asked text whole 1 DEFAULT", "a closed");
    }

    @Test
    void aStageThatFailsToCloseDoesNotKeepTheOthersOpen() {
        for (boolean in : new boolean[] {true, false}) {
            var one = new IllegalStateException("one");
            var other = new IllegalArgumentException("other");
            log.clear();
            ToyExtension[] extensions = {
                passing("a"), unclosable("b", one), passing("c"), unclosable("d", other), passing("e")
            };
            FrameStage stages = in ? inbound(extensions) : outbound(extensions);
            Throwable thrown = catchThrowable(stages::close);
            assertThat(thrown).isIn(one, other);
            assertThat(thrown.getSuppressed()).hasSize(1).containsAnyOf(one, other);
            assertThat(log).containsExactlyInAnyOrder("a closed", "b closed", "c closed", "d closed", "e closed");
        }
    }

    @Test
    void stagesThatThrowTheSameObjectAreClosedAll() {
        var same = new IllegalStateException("same");
        var stages = inbound(unclosable("a", same), unclosable("b", same), passing("c"));
        assertThatThrownBy(stages::close).isSameAs(same).hasNoSuppressedExceptions();
        assertThat(log).containsExactlyInAnyOrder("a closed", "b closed", "c closed");
    }

    @Test
    void whenAStageCannotBeMadeTheOthersAreClosed() {
        for (Throwable failure : List.of(new IllegalStateException("no stage"), new LinkageError("no class"))) {
            for (boolean in : new boolean[] {true, false}) {
                log.clear();
                var a = passing("a");
                var c = passing("c");
                assertThatThrownBy(() -> {
                            if (in) {
                                inbound(a, unmakable(failure), c);
                            } else {
                                outbound(a, unmakable(failure), c);
                            }
                        })
                        .isSameAs(failure);
                // The rest was not asked to make one.
                assertThat(a.made() + c.made()).isEqualTo(1);
                assertThat(log).containsExactly(in ? "a closed" : "c closed");
            }
        }
    }

    @Test
    void whatAStageThrowsAtItsCloseDoesNotHideWhyAnotherCouldNotBeMade() {
        var failure = new IllegalStateException("no stage");
        var closing = new IllegalStateException("not closed");
        assertThatThrownBy(() -> inbound(unclosable("a", closing), unmakable(failure)))
                .isSameAs(failure)
                .hasSuppressedException(closing);
        var failureOut = new IllegalStateException("no stage");
        assertThatThrownBy(() -> outbound(unmakable(failureOut), unclosable("a", closing)))
                .isSameAs(failureOut)
                .hasSuppressedException(closing);
        assertThat(log).containsExactly("a closed", "a closed");
    }
}
