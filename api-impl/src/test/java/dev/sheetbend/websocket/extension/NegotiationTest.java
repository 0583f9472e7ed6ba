package dev.sheetbend.websocket.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import dev.sheetbend.websocket.spi.TestExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets which extension (RFC 6455, 9.1): the server's side, then the client's. */
class NegotiationTest {
    private final List<String> failures = new ArrayList<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Negotiation negotiation = new Negotiation(
            providers(new TestExtension("a"), new TestExtension("b"), new TestExtension("c")),
            (provider, failure) -> failures.add(provider.name() + ": " + failure.getMessage()));

    private static Map<String, ExtensionProvider> providers(ExtensionProvider... providers) {
        var byName = new LinkedHashMap<String, ExtensionProvider>();
        for (ExtensionProvider provider : providers) {
            byName.put(provider.name(), provider);
        }
        return byName;
    }

    private record Context(Map<String, String> properties, List<Parameter> wishes) implements ExtensionContext {
        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public Optional<String> property(String name) {
            return Optional.ofNullable(properties.get(name));
        }
    }

    private ExtensionContext context(Parameter... wishes) {
        return new Context(properties, List.of(wishes));
    }

    private static List<ExtensionOffer> parse(String header) throws ExtensionSyntaxException {
        return header.isEmpty() ? List.of() : ExtensionHeader.parse(List.of(header));
    }

    /** The answer to these offers, all of which the application has chosen. */
    private String answer(String header) throws ExtensionSyntaxException {
        var byName = new LinkedHashMap<String, List<ExtensionOffer>>();
        parse(header)
                .forEach(offer -> byName.computeIfAbsent(offer.name(), name -> new ArrayList<>())
                        .add(offer));
        List<Negotiation.Candidate> candidates = byName.entrySet().stream()
                .map(each -> new Negotiation.Candidate(each.getKey(), each.getValue(), context()))
                .toList();
        return ExtensionHeader.format(negotiation.accept(candidates).answer());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "a | a",
                "b, a | b, a",
                "a; x; y=1 | a; x; y=1",
                "unknown, a | a",
                "unknown | ''",
                // Alternatives, in the client's order.
                "a; no, a; y | a; y",
                "a; x, a; y | a; x",
                "a; no, b, a; y | a; y, b",
                "a; no, a; no=2 | ''",
                // One bit has one owner; a later extension falls back, or goes without.
                "a; bits=1, b; bits=1 | a; bits=1",
                "a; bits=1, b; bits=2 | a; bits=1, b; bits=2",
                "a; bits=1, b; later=1 | a; bits=1",
                "a; later=2, b; bits=2 | a; later=2",
                "a; bits=1, b; bits=1, b | a; bits=1, b",
                "b; bits=1, a; bits=1 | b; bits=1",
                "a; bits=1, b; bits=12, c; bits=2 | a; bits=1, c; bits=2",
                "a; bits=123, b, c; later=3 | a; bits=123, b"
            })
    void aServerAcceptsTheFirstOfferOfEachExtensionThatFits(String offers, String answer) throws Exception {
        assertThat(answer(offers)).isEqualTo(answer);
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw | thrown on purpose",
                "missing | missing on purpose",
                "null | The provider answers with null.",
                "name=b | The provider of the extension a answers with the name b.",
                "bits=9 | The extension a claims bits that are not reserved ones.",
                "later=9 | The extension a claims bits that are not reserved ones."
            })
    void aProviderThatFailsHasDeclinedAndIsToldOf(String parameter, String failure) throws Exception {
        assertThat(answer("a; " + parameter + ", b, a")).isEqualTo("a, b");
        assertThat(failures).containsExactly("a: " + failure);

        failures.clear();
        assertRefused(
                "a; " + parameter,
                "a",
                "The server accepted the extension a in a way that does not agree with the offer.");
        assertThat(failures).hasSize(1);
    }

    @Test
    void theProviderOfAServerKnowsTheWishesOfItsExtension() throws Exception {
        var candidates = List.of(
                new Negotiation.Candidate("a", parse("a; x"), context(Parameter.of("w", "1"))),
                new Negotiation.Candidate("b", parse("b"), context()));

        assertThat(negotiation.accept(candidates).answer()).isEqualTo(parse("a; x; w=1, b"));
    }

    @Test
    void nothingIsNegotiatedWhenNothingIsOffered() throws Exception {
        assertThat(negotiation.accept(List.of()).isEmpty()).isTrue();
        assertThat(negotiation.confirm(List.of(), List.of(), context()).isEmpty())
                .isTrue();
    }

    @Test
    void theStackOwnsTheBitsOfWhatWasAgreedTo() throws Exception {
        ExtensionStack server =
                negotiation.accept(List.of(new Negotiation.Candidate("a", parse("a; bits=1; later=3"), context())));
        ExtensionStack client = negotiation.confirm(parse("a"), parse("a; bits=1; later=3"), context());

        for (ExtensionStack stack : List.of(server, client)) {
            assertThat(stack.allowedOn(Opcode.TEXT)).isEqualTo(4);
            assertThat(stack.allowedOn(Opcode.BINARY)).isEqualTo(4);
            assertThat(stack.allowedOn(Opcode.CONTINUATION)).isEqualTo(1);
            assertThat(stack.allowedOn(Opcode.PING)).isZero();
            assertThat(stack.clientMasks()).isTrue();
        }
    }

    // The client

    private String offers(String configured) throws ExtensionSyntaxException {
        return ExtensionHeader.format(negotiation.offers(parse(configured), context()));
    }

    private void offersUnasked(String name, String parameter) {
        properties.put(TestExtension.property(name, "offer"), parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'a', 'a'",
        "'unknown; x, a', 'unknown; x, a'",
        "'b, a, b; x', 'b, b; x, a'",
        "'unknown, a, unknown; y', 'unknown, unknown; y, a'"
    })
    void aClientOffersWhatIsConfiguredEachExtensionAtItsFirstMention(String configured, String offers)
            throws Exception {
        assertThat(offers(configured)).isEqualTo(offers);
    }

    @Test
    void aClientOffersBehindItWhatOtherProvidersWant() throws Exception {
        offersUnasked("c", "mine");
        offersUnasked("a", "mine");

        assertThat(offers("")).isEqualTo("a; mine, c; mine");
        assertThat(offers("c; x, unknown")).isEqualTo("c; x, c; mine, unknown, a; mine");
    }

    @Test
    void aProviderThatFailsOffersNothing() throws Exception {
        properties.put(TestExtension.property("a", "offering"), "thrown on purpose");
        properties.put(TestExtension.property("b", "foreign"), "c");

        assertThat(offers("a, b, c")).isEqualTo("c");
        assertThat(failures)
                .containsExactly("a: thrown on purpose", "b: The provider of the extension b answers with the name c.");
    }

    private void assertRefused(String accepted, String offered, String message) {
        assertThatThrownBy(() -> negotiation.confirm(parse(offered), parse(accepted), context()))
                .isInstanceOf(UnacceptableExtensionException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a | a", "b, a | a, b", "a; y=2 | a; x, b, a; y", "a; bits=1, b; bits=2, c; later=3 | a, b, c"})
    void aClientTakesTheAnswerInTheServersOrder(String accepted, String offered) throws Exception {
        assertThat(negotiation
                        .confirm(parse(offered), parse(accepted), context())
                        .answer())
                .isEqualTo(parse(accepted));
    }

    @Test
    void theProviderOfAClientIsShownAllOffersOfItsExtension() throws Exception {
        TestExtension.EVENTS.clear();
        negotiation.confirm(parse("a; x, b, a; y"), parse("a"), context());

        assertThat(TestExtension.EVENTS).containsExactly("a confirm a; x, a; y");
    }

    @Test
    void aClientRefusesAnAnswerThatItCannotGoOnWith() {
        assertRefused(
                "unknown",
                "unknown",
                "The server accepted the extension unknown, which this client offers but does not have.");
        assertRefused("a, b, a", "a, b", "The server accepted the extension a more than once.");
        assertRefused(
                "a, b; no", "a, b", "The server accepted the extension b in a way that does not agree with the offer.");
        assertRefused(
                "a; bits=1, b; bits=1",
                "a, b",
                "The server accepted the extension b, which uses a reserved bit of another one that it accepted.");
    }
}
