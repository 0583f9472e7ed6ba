package dev.sheetbend.websocket.samples.crc32c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionAgreement;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Crc32cNegotiationTest {
    private final Crc32cProvider provider = new Crc32cProvider();

    @Test
    void theServiceLoaderFindsTheProvider() {
        assertThat(ServiceLoader.load(ExtensionProvider.class))
                .filteredOn(found -> found.name().equals("x-crc32c"))
                .singleElement()
                .isInstanceOf(Crc32cProvider.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                    |            | 0",
                "min_size=0          |            | 0",
                "min_size=5          |            | 5",
                "min_size=2147483647 |            | 2147483647",
                "                    | 0          | 0",
                "                    | 7          | 7",
                "min_size=5          | 7          | 7",
                "min_size=5          | 3          | 5",
                "min_size=0005       | 2147483647 | 2147483647"
            })
    void theServerAnswersWithTheLargerSize(String offered, String property, int agreed) {
        assertThat(provider.accept(offer(offered), context(property))).contains(new Crc32cAgreement(agreed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "min_size",
                "min_size=-1",
                "min_size=+1",
                "min_size=1e3",
                "min_size=2147483648",
                "min_size=00000000001",
                "MIN_SIZE=1",
                "max_size=1",
                "min_size=1 min_size=1",
                "min_size=1 other"
            })
    void whatIsNotUnderstoodIsDeclinedByAServerAndRefusedByAClient(String parameters) {
        assertThat(provider.accept(offer(parameters), context(null))).isEmpty();
        assertThat(provider.confirm(List.of(offer(null)), offer(parameters), context(null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({", 0", "min_size=4, 4", "min_size=5, 5"})
    void aClientTakesAnAnswerThatIsNoSmallerThanOneOfItsOffers(String answer, int agreed) {
        List<ExtensionOffer> smallest = List.of(offer("min_size=4"), offer(null));
        assertThat(provider.confirm(smallest, offer(answer), context(null))).contains(new Crc32cAgreement(agreed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"min_size=0", "min_size=3"})
    void aClientRefusesAnAnswerThatIsSmallerThanEveryOffer(String answer) {
        List<ExtensionOffer> offers = List.of(offer("min_size=9"), offer("min_size=4"), offer("min_size=x"));
        assertThat(provider.confirm(offers, offer(answer), context(null))).isEmpty();
    }

    @Test
    void aClientOffersWhatItsConfigurationNames() {
        List<ExtensionOffer> configured = List.of(offer("min_size=4"), offer(null));
        assertThat(provider.offers(configured, context(null))).isEqualTo(configured);
        assertThat(provider.offers(List.of(), context(null))).isEmpty();
    }

    @Test
    void theAnswerNamesTheSizeUnlessItIsZeroAndClaimsTheThirdBit() {
        ExtensionAgreement all = new Crc32cAgreement(0);
        ExtensionAgreement large = new Crc32cAgreement(12);
        assertThat(all.answer()).isEqualTo(offer(null));
        assertThat(large.answer()).isEqualTo(offer("min_size=12"));
        assertThat(large.firstFrameBits()).isEqualTo(DataFrame.RSV3);
        assertThat(large.continuationBits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "many", "2147483648"})
    void aWrongPropertyIsFoundWhenTheEndpointIsDeployed(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.check(context(value)))
                .withMessage("The property dev.sheetbend.websocket.samples.crc32c.minSize must be a number from 0 to"
                        + " 2147483647; it is '" + value + "'.");
        provider.check(context("12"));
        provider.check(context(null));
    }

    @Test
    void whatTheConfigurationOfAnEndpointNamesCountsLikeTheProperty() {
        ExtensionContext wish = context("7", offer("min_size=9").parameters());
        assertThat(provider.accept(offer("min_size=8"), wish)).contains(new Crc32cAgreement(9));
        assertThat(provider.accept(offer("min_size=10"), wish)).contains(new Crc32cAgreement(10));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> provider.check(context("7", offer("max_size=9").parameters())))
                .withMessage(
                        "The extension x-crc32c has one parameter at most: min_size, a number from 0 to 2147483647.");
    }

    /** {@code x-crc32c} with parameters that are written with spaces between them; null for none. */
    private static ExtensionOffer offer(String parameters) {
        Parameter[] all = parameters == null
                ? new Parameter[0]
                : Arrays.stream(parameters.split(" "))
                        .map(one -> one.split("="))
                        .map(one -> one.length == 1 ? Parameter.of(one[0]) : Parameter.of(one[0], one[1]))
                        .toArray(Parameter[]::new);
        return ExtensionOffer.of("x-crc32c", all);
    }

    /** With this value of the property; null for none. */
    private static ExtensionContext context(String minSize) {
        return context(minSize, List.of());
    }

    private static ExtensionContext context(String minSize, List<Parameter> wishes) {
        Map<String, String> properties = minSize == null ? Map.of() : Map.of(Crc32cProvider.MIN_SIZE_PROPERTY, minSize);
        return new ExtensionContext() {
            @Override
            public boolean secure() {
                return false;
            }

            @Override
            public Optional<String> property(String name) {
                return Optional.ofNullable(properties.get(name));
            }

            @Override
            public List<Parameter> wishes() {
                return wishes;
            }
        };
    }
}
