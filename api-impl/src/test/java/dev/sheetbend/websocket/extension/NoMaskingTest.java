package dev.sheetbend.websocket.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** draft-damjanovic-websockets-nomasking-02: when the two ends agree not to mask. */
class NoMaskingTest {
    private static final String PROPERTY = "dev.sheetbend.websocket.noMasking";
    private static final ExtensionOffer PLAIN = ExtensionOffer.of("no-masking");
    private static final ExtensionOffer WITH_PARAMETER = ExtensionOffer.of("no-masking", Parameter.of("really"));

    private static ExtensionContext context(String policy, boolean secure) {
        return new ExtensionContext() {
            @Override
            public boolean secure() {
                return secure;
            }

            @Override
            public Optional<String> property(String name) {
                return name.equals(PROPERTY) ? Optional.ofNullable(policy) : Optional.empty();
            }

            @Override
            public List<Parameter> wishes() {
                return List.of();
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "unset",
            value = {
                "unset,     false, false",
                "unset,     true,  false",
                "off,       false, false",
                "off,       true,  false",
                "encrypted, false, false",
                "encrypted, true,  true",
                "ENCRYPTED, true,  true",
                "always,    false, true",
                "always,    true,  true",
            })
    void isOfferedAcceptedAndConfirmedOnlyWhereThePropertyAllowsIt(String policy, boolean secure, boolean allowed) {
        try (var provider = new NoMasking()) {
            var context = context(policy, secure);
            provider.check(context);
            assertThat(provider.accept(PLAIN, context).isPresent()).isEqualTo(allowed);
            assertThat(provider.offers(List.of(), context)).isEqualTo(allowed ? List.of(PLAIN) : List.of());
            assertThat(provider.confirm(List.of(PLAIN), PLAIN, context).isPresent())
                    .isEqualTo(allowed);
        }
    }

    @Test
    void configuringItInAnEndpointDoesNotAllowItAndChangesNothingWhereItIsAllowed() {
        try (var provider = new NoMasking()) {
            assertThat(provider.offers(List.of(PLAIN), context("off", true))).isEmpty();
            assertThat(provider.offers(List.of(PLAIN, WITH_PARAMETER), context("always", true)))
                    .containsExactly(PLAIN);
        }
    }

    @Test
    void anOfferAndAnAnswerWithParametersAreRefused() {
        try (var provider = new NoMasking()) {
            var context = context("always", true);
            assertThat(provider.accept(WITH_PARAMETER, context)).isEmpty();
            assertThat(provider.confirm(List.of(PLAIN), WITH_PARAMETER, context))
                    .isEmpty();
        }
    }

    @Test
    void theAnswerIsTheNameAloneAndNoBitIsClaimed() {
        try (var provider = new NoMasking()) {
            assertThat(provider.name()).isEqualTo("no-masking");
            ExtensionAgreement agreement =
                    provider.accept(PLAIN, context("encrypted", true)).orElseThrow();
            assertThat(agreement.answer()).isEqualTo(PLAIN);
            assertThat(agreement.firstFrameBits() | agreement.continuationBits())
                    .isZero();
        }
    }

    @Test
    void aStackWithItSaysThatTheClientDoesNotMask() {
        try (var provider = new NoMasking()) {
            ExtensionAgreement agreement =
                    provider.accept(PLAIN, context("always", false)).orElseThrow();
            assertThat(ExtensionStack.EMPTY.clientMasks()).isTrue();
            var other = new ToyExtension("other").claiming(DataFrame.RSV1, 0);
            assertThat(ToyExtension.stackOf(other).clientMasks()).isTrue();
            assertThat(ToyExtension.stackOf(other, agreement).clientMasks()).isFalse();
            assertThat(ToyExtension.stackOf(agreement, other).clientMasks()).isFalse();
        }
    }

    @Test
    void connectionsWithItShareFrames() {
        try (var provider = new NoMasking()) {
            var context = context("always", false);
            var one = ToyExtension.stackOf(provider.accept(PLAIN, context).orElseThrow());
            var other = ToyExtension.stackOf(provider.accept(PLAIN, context).orElseThrow());
            assertThat(one.canShare()).isTrue();
            assertThat(one.sharesWith(other)).isTrue();
        }
    }

    @Test
    void anExtensionThatOnlyHasItsNameDoesNotEndMasking() {
        assertThat(ToyExtension.stackOf(new ToyExtension("no-masking")).clientMasks())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "true", "secure", "off,always"})
    void anIllegalPropertyIsNamed(String value) {
        try (var provider = new NoMasking()) {
            assertThatThrownBy(() -> provider.check(context(value, true)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "The property dev.sheetbend.websocket.noMasking must be off, encrypted or always; it is '"
                                    + value + "'.");
        }
    }
}
