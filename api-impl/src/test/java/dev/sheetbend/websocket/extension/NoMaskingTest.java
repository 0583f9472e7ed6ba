package dev.sheetbend.websocket.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When masks may be left out (draft-damjanovic-websockets-nomasking-02), server and client alike. */
class NoMaskingTest {
    private static final ExtensionOffer OFFER = ExtensionOffer.of("no-masking");

    private final NoMasking provider = new NoMasking();

    private record Context(Optional<String> value, boolean secure) implements ExtensionContext {
        @Override
        public Optional<String> property(String name) {
            assertThat(name).isEqualTo(SheetbendProperties.NO_MASKING);
            return value;
        }

        @Override
        public List<Parameter> wishes() {
            return List.of();
        }
    }

    private static Context context(String value, boolean secure) {
        return new Context(Optional.ofNullable(value), secure);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, false, false",
                "-, true, false",
                "off, false, false",
                "off, true, false",
                "encrypted, false, false",
                "encrypted, true, true",
                "Encrypted, true, true",
                "always, false, true",
                "always, true, true"
            })
    void thePropertyAndTheEncryptionDecide(String value, boolean secure, boolean allowed) {
        Context context = context(value, secure);

        assertThat(provider.offers(List.of(), context)).hasSize(allowed ? 1 : 0);
        assertThat(provider.offers(List.of(OFFER), context)).hasSize(allowed ? 1 : 0);
        assertThat(provider.confirm(List.of(OFFER), OFFER, context).isPresent()).isEqualTo(allowed);
        assertThat(provider.accept(OFFER, context).isPresent()).isEqualTo(allowed);
        assertThatCode(() -> provider.check(context)).doesNotThrowAnyException();
    }

    @Test
    void thereAreNoParameters() {
        Context context = context("always", true);
        ExtensionOffer odd = ExtensionOffer.of("no-masking", Parameter.of("x"));

        assertThat(provider.accept(odd, context)).isEmpty();
        assertThat(provider.confirm(List.of(OFFER), odd, context)).isEmpty();
        assertThat(provider.offers(List.of(odd), context)).containsExactly(OFFER);
    }

    @Test
    void theClientOfSuchAConnectionDoesNotMask() {
        ExtensionAgreement agreement =
                provider.accept(OFFER, context("always", false)).orElseThrow();
        ExtensionStack stack = ExtensionStack.EMPTY.with(agreement);

        assertThat(agreement.answer()).isEqualTo(OFFER);
        assertThat(stack.clientMasks()).isFalse();
        assertThat(ExtensionStack.EMPTY.clientMasks()).isTrue();
    }

    @Test
    void anotherValueIsIllegal() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.check(context("sometimes", true)))
                .withMessage("The property dev.sheetbend.websocket.noMasking must be off, encrypted or always;"
                        + " it is 'sometimes'.");
    }
}
