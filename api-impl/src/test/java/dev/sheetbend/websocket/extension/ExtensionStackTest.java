package dev.sheetbend.websocket.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6455, 9.1: which extensions are used together, and which reserved bits they own. */
class ExtensionStackTest {
    @ParameterizedTest
    @EnumSource
    void withoutExtensionsNoReservedBitIsLegal(Opcode opcode) {
        assertThat(ExtensionStack.EMPTY.allowedOn(opcode)).isZero();
        assertThat(ExtensionStack.EMPTY.isEmpty()).isTrue();
        assertThat(ExtensionStack.EMPTY.answer()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TEXT, 5", "BINARY, 5", "CONTINUATION, 2", "CLOSE, 0", "PING, 0", "PONG, 0"})
    void aReservedBitIsLegalOnTheFramesThatAnExtensionHasClaimedItFor(Opcode opcode, int allowed) {
        var stack = ToyExtension.stackOf(
                new ToyExtension("one").claiming(DataFrame.RSV1, DataFrame.RSV2),
                new ToyExtension("none"),
                new ToyExtension("other").claiming(DataFrame.RSV3, 0));
        assertThat(stack.allowedOn(opcode)).isEqualTo(allowed);
        assertThat(stack.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0, 4, 0, false",
        "4, 0, 0, 4, false",
        "0, 4, 4, 0, false",
        "0, 4, 0, 4, false",
        "6, 0, 3, 0, false",
        "7, 7, 0, 1, false",
        "7, 7, 0, 0, true",
        "4, 0, 2, 0, true",
        "4, 4, 2, 3, true",
        "0, 0, 0, 0, true",
    })
    void twoExtensionsThatClaimOneBitAreNotCombined(
            int first, int continuation, int otherFirst, int otherContinuation, boolean admitted) {
        var stack = ToyExtension.stackOf(new ToyExtension("one").claiming(first, continuation));
        var other = new ToyExtension("other").claiming(otherFirst, otherContinuation);
        assertThat(ExtensionStack.EMPTY.admits(other)).isTrue();
        assertThat(stack.admits(other)).isEqualTo(admitted);
        if (admitted) {
            assertThat(stack.with(other).allowedOn(Opcode.TEXT)).isEqualTo(first | otherFirst);
            assertThat(stack.with(other).allowedOn(Opcode.CONTINUATION)).isEqualTo(continuation | otherContinuation);
        } else {
            assertThatThrownBy(() -> stack.with(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Two extensions of a connection claim the same reserved bit.");
        }
    }

    @Test
    void theAnswerNamesTheExtensionsInOrder() {
        var stack = ToyExtension.stackOf(new ToyExtension("b"), new ToyExtension("a"));
        assertThat(stack.answer()).isEqualTo(List.of(ExtensionOffer.of("b"), ExtensionOffer.of("a")));
    }

    @Test
    void oneMoreExtensionLeavesTheStackAsItWas() {
        var stack = ToyExtension.stackOf(new ToyExtension("one").claiming(DataFrame.RSV1, 0));
        assertThat(stack.with(new ToyExtension("two").claiming(DataFrame.RSV2, 0))
                        .answer())
                .hasSize(2);
        assertThat(stack.answer()).hasSize(1);
        assertThat(stack.allowedOn(Opcode.TEXT)).isEqualTo(DataFrame.RSV1);
    }

    private static ExtensionAgreement keyed(Object key) {
        return new ExtensionAgreement() {
            @Override
            public ExtensionOffer answer() {
                return ExtensionOffer.of("keyed");
            }

            @Override
            public Optional<Object> sharingKey() {
                return Optional.of(key);
            }
        };
    }

    @Test
    void connectionsShareFramesIfAllTheirExtensionsPromiseTo() {
        var keyless = ToyExtension.stackOf(new ToyExtension("one"));
        var one = ExtensionStack.EMPTY.with(keyed("a"));
        var equal = ExtensionStack.EMPTY.with(keyed("a"));
        var another = ExtensionStack.EMPTY.with(keyed("b"));
        assertThat(ExtensionStack.EMPTY.canShare()).isTrue();
        assertThat(one.canShare()).isTrue();
        assertThat(keyless.canShare()).isFalse();
        assertThat(one.with(new ToyExtension("two")).canShare()).isFalse();
        assertThat(one.sharesWith(equal)).isTrue();
        assertThat(one.sharesWith(another)).isFalse();
        assertThat(one.with(keyed("b")).sharesWith(equal.with(keyed("b")))).isTrue();
        assertThat(one.with(keyed("b")).sharesWith(another.with(keyed("a")))).isFalse();
        assertThat(one.sharesWith(ExtensionStack.EMPTY)).isFalse();
        assertThat(one.sharesWith(one.with(keyed("a")))).isFalse();
    }
}
