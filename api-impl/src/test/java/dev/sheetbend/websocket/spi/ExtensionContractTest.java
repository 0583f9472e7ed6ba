package dev.sheetbend.websocket.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an extension gets when it says no more than it has to, and the values that it exchanges. */
class ExtensionContractTest {
    private static final ExtensionOffer OFFER = ExtensionOffer.of("toy");

    private static final ExtensionContext NOTHING_KNOWN = new ExtensionContext() {
        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public Optional<String> property(String name) {
            return Optional.empty();
        }

        @Override
        public List<Parameter> wishes() {
            return List.of();
        }
    };

    /** The least that a provider can be. */
    private static final class LeastProvider implements ExtensionProvider {
        @Override
        public String name() {
            return "toy";
        }

        @Override
        public Optional<ExtensionAgreement> accept(ExtensionOffer offer, ExtensionContext context) {
            return Optional.empty();
        }

        @Override
        public Optional<ExtensionAgreement> confirm(
                List<ExtensionOffer> offers, ExtensionOffer answer, ExtensionContext context) {
            return Optional.empty();
        }
    }

    /** The least that a stage can be. */
    private static final class LeastStage implements FrameStage {
        @Override
        public void frame(DataFrame frame) {}

        @Override
        public void payload(byte[] array, int offset, int length, boolean endOfFrame) {}
    }

    private static final class NoBuffers implements BufferSource {
        @Override
        public ByteBuffer acquire(int atLeast) {
            throw new AssertionError("No buffer is needed to do nothing.");
        }

        @Override
        public void release(ByteBuffer buffer) {
            throw new AssertionError("No buffer was lent.");
        }
    }

    @Test
    void anAgreementClaimsNoBitsAndMakesNoStagesUnlessItSaysSo() {
        ExtensionAgreement agreement = () -> OFFER;
        var next = new LeastStage();
        assertThat(agreement.firstFrameBits()).isZero();
        assertThat(agreement.continuationBits()).isZero();
        assertThat(agreement.inbound(next, new NoBuffers())).isSameAs(next);
        assertThat(agreement.outbound(next, new NoBuffers())).isSameAs(next);
    }

    @Test
    void aProviderOffersWhatIsConfiguredUnlessItSaysOtherwise() {
        try (var provider = new LeastProvider()) {
            assertThat(provider.offers(List.of(), NOTHING_KNOWN)).isEmpty();
            assertThat(provider.offers(List.of(OFFER, OFFER), NOTHING_KNOWN)).containsExactly(OFFER, OFFER);
        }
    }

    @Test
    void aProviderAndAStageNeedNotKnowOfStartCheckAndClose() {
        assertThatCode(() -> {
                    try (var provider = new LeastProvider();
                            var stage = new LeastStage()) {
                        provider.start(NOTHING_KNOWN);
                        provider.check(NOTHING_KNOWN);
                        stage.frame(new DataFrame());
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aFailureHasItsCloseCodeAndItsText() {
        var protocol = ExtensionFailure.protocol("A toy must not be broken.");
        assertThat(protocol.closeCode()).isEqualTo(1002);
        assertThat(protocol).hasMessage("A toy must not be broken.");
        var data = ExtensionFailure.invalidData("A toy must make sense.");
        assertThat(data.closeCode()).isEqualTo(1007);
        assertThat(data).hasMessage("A toy must make sense.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a,b", "a=b", "\"a\"", "\u00E9", "a\n"})
    void namesAndValuesOfAnOfferAreTokens(String value) {
        assertThatThrownBy(() -> ExtensionOffer.of(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The name of an extension must be a token.");
        assertThatThrownBy(() -> Parameter.of(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The name of an extension parameter must be a token.");
        assertThatThrownBy(() -> Parameter.of("name", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value of an extension parameter must be a token.");
    }

    @Test
    void anOfferKeepsItsParametersInOrderAndForItself() {
        var parameters = new ArrayList<>(List.of(Parameter.of("b"), Parameter.of("a", "1"), Parameter.of("b", "2")));
        var offer = new ExtensionOffer("toy", parameters);
        parameters.clear();
        assertThat(offer.parameters())
                .containsExactly(Parameter.of("b"), Parameter.of("a", "1"), Parameter.of("b", "2"));
        assertThat(offer.parameters().get(0).value()).isEmpty();
        assertThat(offer.parameters().get(2).value()).contains("2");
        assertThat(offer)
                .isEqualTo(ExtensionOffer.of("toy", Parameter.of("b"), Parameter.of("a", "1"), Parameter.of("b", "2")));
    }
}
