package dev.sheetbend.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.ReceivingEnd.Mode;
import dev.sheetbend.websocket.extension.ToyExtension;
import dev.sheetbend.websocket.extension.ToyExtension.Passing;
import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the stages for what is received are made and closed, and what comes of what they throw. */
class ReadingStagesTest {
    private final List<String> log = new ArrayList<>();

    private ToyExtension passing(String name) {
        return new ToyExtension(name).inbound((next, buffers) -> new Passing(name, next, log));
    }

    /** A stage that throws at each payload that ends a frame. */
    private ToyExtension failing(RuntimeException failure) {
        return new ToyExtension("failing").inbound((next, buffers) -> new Passing("failing", next, log) {
            @Override
            public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
                if (endOfFrame) {
                    throw failure;
                }
            }
        });
    }

    private ToyExtension unclosable(RuntimeException failure) {
        return new ToyExtension("unclosable").inbound((next, buffers) -> new Passing("unclosable", next, log) {
            @Override
            public void close() {
                super.close();
                throw failure;
            }
        });
    }

    private static ReceivingEnd client(ExtensionAgreement... agreements) {
        return new ReceivingEnd(Role.CLIENT, Mode.WHOLE, Long.MAX_VALUE, ToyExtension.stackOf(agreements));
    }

    // Making and closing stages

    @Test
    void stagesAreMadeForTheFirstDataFrameAndNotForControlFrames() {
        var extension = passing("a");
        var end = client(extension);
        end.receive(Bytes.hex("8900 8a00"));
        assertThat(extension.made()).isZero();
        end.receive(Bytes.hex("0200 8000 8100"));
        assertThat(extension.made()).isEqualTo(1);
        assertThat(log).containsExactly("a frame", "a frame", "a frame");
        end.releaseAndCheckThatNothingIsHeld();
    }

    @Test
    void aConnectionWithoutDataEndsWithoutStages() {
        var extension = passing("a");
        client(extension).releaseAndCheckThatNothingIsHeld();
        client(extension).receive(Bytes.hex("8800"));
        client(extension).receive(Bytes.hex("8b00"));
        assertThat(extension.made()).isZero();
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8800",
                "8b00",
                "810180",
                "8000",
                "c100",
                "0100 8800",
            })
    void stagesAreClosedOnceWhenAFrameEndsTheConnection(String hex) {
        var end = client(passing("a"), passing("b"));
        end.receive(Bytes.concat(Bytes.hex("8200"), Bytes.hex(hex), Bytes.hex("8200")));
        assertThat(end.readHalf.isEnded()).isTrue();
        assertThat(log).filteredOn("a closed"::equals).hasSize(1);
        assertThat(log).filteredOn("b closed"::equals).hasSize(1);
        assertThat(log.subList(log.size() - 2, log.size())).containsExactlyInAnyOrder("a closed", "b closed");
        end.receive(Bytes.hex("8200"));
        end.releaseAndCheckThatNothingIsHeld();
        assertThat(log).filteredOn(line -> line.endsWith("closed")).hasSize(2);
    }

    @Test
    void stagesAreClosedOnceHoweverOftenTheHalfIsReleased() {
        var end = client(passing("a"));
        end.receive(Bytes.hex("0201 01"));
        end.releaseAndCheckThatNothingIsHeld();
        end.releaseAndCheckThatNothingIsHeld();
        assertThat(log).containsExactly("a frame", "a closed");
    }

    @Test
    void stagesAreClosedAfterTheSinkThatReleasesTheHalfHasReturned() {
        var end = client(passing("a"));
        end.atEachCall = () -> {
            end.readHalf.release();
            assertThat(log).doesNotContain("a closed");
        };
        end.receive(Bytes.hex("8201 01 8201 02"));
        assertThat(end.events).containsExactly("binary 01");
        assertThat(log).containsExactly("a frame", "a closed");
    }

    @Test
    void stagesAreClosedWhenTheSinkThrows() {
        var failure = new IllegalStateException("sink");
        var end = client(passing("a"));
        end.atEachCall = () -> {
            throw failure;
        };
        assertThatThrownBy(() -> end.receive(Bytes.hex("8201 01"))).isSameAs(failure);
        assertThat(log).containsExactly("a frame", "a closed");
        end.releaseAndCheckThatNothingIsHeld();
    }

    @Test
    void aStageThatCannotBeMadeEndsTheHalfAndClosesTheOthers() {
        var failure = new IllegalStateException("no stage");
        var unmakable = new ToyExtension("unmakable").inbound((next, buffers) -> {
            throw failure;
        });
        var end = client(passing("a"), unmakable);
        assertThatThrownBy(() -> end.receive(Bytes.hex("8201 01"))).isSameAs(failure);
        assertThat(end.readHalf.isEnded()).isTrue();
        end.receive(Bytes.hex("8201 01"));
        end.releaseAndCheckThatNothingIsHeld();
        assertThat(log).containsExactly("a closed");
        assertThat(unmakable.made()).isEqualTo(1);
    }

    @Test
    void aStageThatCannotBeClosedIsToldOfOnce() {
        var failure = new IllegalStateException("not closed");
        var end = client(passing("a"), unclosable(failure), passing("b"));
        end.receive(Bytes.hex("8201 01 8800"));
        assertThat(end.events).containsExactly("binary 01", "close 1005 ");
        end.releaseAndCheckThatNothingIsHeld();
        assertThat(end.notClosed).containsExactly(failure);
        assertThat(log).contains("a closed", "b closed");
    }

    @Test
    void aStageThatCannotBeClosedDoesNotHideTheFailureThatEndedTheConnection() {
        var notClosed = new IllegalStateException("not closed");
        var end = client(unclosable(notClosed));
        end.receive(Bytes.hex("8201 01 8b00"));
        assertThat(end.events).containsExactly("binary 01", "failure 1002 The opcode 0xb is reserved.");
        assertThat(end.notClosed).containsExactly(notClosed);

        var own = new IllegalStateException("stage");
        var other = client(unclosable(notClosed), failing(own));
        assertThatThrownBy(() -> other.receive(Bytes.hex("8201 01"))).isSameAs(own);
        assertThat(other.notClosed).containsExactly(notClosed);
    }

    @Test
    void aSinkThatDoesNotCareForStagesNeedNotBeTold() {
        // The default of the interface.
        var pool = new BufferPool(0);
        var half = new ReadHalf(
                Role.CLIENT,
                ToyExtension.stackOf(unclosable(new IllegalStateException("not closed"))),
                pool,
                new Careless());
        byte[] wire = Bytes.hex("8200");
        half.receive(wire, 0, wire.length);
        half.release();
        assertThat(log).contains("unclosable closed");
        assertThat(half.isEnded()).isTrue();
    }

    private static final class Careless implements ConnectionSink {
        @Override
        public MessageSink textSink() {
            return binarySink();
        }

        @Override
        public MessageSink binarySink() {
            return new MessageSink.WholeBinary() {
                @Override
                public long maxMessageSize() {
                    return 1;
                }

                @Override
                public void message(byte[] bytes) {}
            };
        }

        @Override
        public void ping(byte[] array, int offset, int length) {}

        @Override
        public void pong(byte[] array, int offset, int length) {}

        @Override
        public void close(int code, String reason) {}
    }

    // Failures

    @Test
    void aFailureOfAnExtensionEndsTheConnectionWithItsCodeAndText() {
        for (ExtensionFailure failure : List.of(
                ExtensionFailure.protocol("A toy must not be broken."),
                ExtensionFailure.invalidData("A toy must make sense."))) {
            var end = client(failing(failure));
            assertThatThrownBy(() -> end.readHalf.receive(Bytes.hex("8201 01 8900"), 0, 5))
                    .isInstanceOfSatisfying(
                            WebSocketFailure.class,
                            e -> assertThat(e.closeCode()).isEqualTo(failure.closeCode()))
                    .hasMessage(failure.getMessage());
            assertThat(end.readHalf.isEnded()).isTrue();
            end.receive(Bytes.hex("8900"));
            assertThat(end.events).isEmpty();
        }
        assertThat(log).filteredOn("failing closed"::equals).hasSize(2);
    }

    @Test
    void anythingElseThatAStageThrowsComesOutAsItIs() {
        var failure = new IllegalArgumentException("a defect");
        var end = client(failing(failure));
        assertThatThrownBy(() -> end.receive(Bytes.hex("8201 01"))).isSameAs(failure);
        assertThat(end.readHalf.isEnded()).isTrue();
        assertThat(log).containsExactly("failing frame", "failing closed");
    }
}
