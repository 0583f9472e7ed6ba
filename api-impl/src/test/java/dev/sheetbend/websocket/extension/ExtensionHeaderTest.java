package dev.sheetbend.websocket.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 9.1. */
class ExtensionHeaderTest {
    private static final String NAME = "The name of an extension must be a token.";
    private static final String PARAMETER_NAME = "The name of an extension parameter must be a token.";
    private static final String PARAMETER_VALUE = "The value of an extension parameter must be a token.";

    @Test
    void noLineIsNoExtension() throws ExtensionSyntaxException {
        assertThat(ExtensionHeader.parse(List.of())).isEmpty();
    }

    @Test
    void anExtensionMayHaveNoParameter() throws ExtensionSyntaxException {
        assertThat(parse("foo")).containsExactly(offer("foo"));
    }

    @Test
    void parametersKeepTheirOrderAndMayHaveNoValue() throws ExtensionSyntaxException {
        assertThat(parse("permessage-deflate; client_max_window_bits; server_max_window_bits=10"))
                .containsExactly(offer(
                        "permessage-deflate",
                        parameter("client_max_window_bits"),
                        parameter("server_max_window_bits", "10")));
    }

    @Test
    void theExampleOfSection91WithThreeExtensionsOnOneLine() throws ExtensionSyntaxException {
        assertThat(parse("deflate-stream, mux; max-channels=4; flow-control, deflate-stream"))
                .containsExactly(
                        offer("deflate-stream"),
                        offer("mux", parameter("max-channels", "4"), parameter("flow-control")),
                        offer("deflate-stream"));
    }

    @Test
    void severalLinesAreOneListInOrder() throws ExtensionSyntaxException {
        assertThat(parse("foo", "bar; baz=2, qux"))
                .containsExactly(offer("foo"), offer("bar", parameter("baz", "2")), offer("qux"));
    }

    @Test
    void aParameterNameMayOccurTwice() throws ExtensionSyntaxException {
        assertThat(parse("a;b=1;b=2")).containsExactly(offer("a", parameter("b", "1"), parameter("b", "2")));
    }

    @Test
    void whiteSpaceMayStandAroundEverySeparator() throws ExtensionSyntaxException {
        assertThat(parse(" \tfoo \t; \tbar\t = \t1 , baz\t;\tqux = \"2\" \t"))
                .containsExactly(offer("foo", parameter("bar", "1")), offer("baz", parameter("qux", "2")));
    }

    @Test
    void emptyElementsOfTheListAreIgnored() throws ExtensionSyntaxException {
        assertThat(parse(",, foo ,\t, bar,")).containsExactly(offer("foo"), offer("bar"));
        assertThat(parse("", "foo", ",")).containsExactly(offer("foo"));
    }

    @Test
    void aQuotedValueIsReadWithoutItsQuotesAndEscapes() throws ExtensionSyntaxException {
        assertThat(parse("a; b=\"10\"; c=\"1\\5\""))
                .containsExactly(offer("a", parameter("b", "10"), parameter("c", "15")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , ,"})
    void aHeaderWithoutAnyExtensionIsMalformed(String line) {
        assertMalformed("Sec-WebSocket-Extensions must name at least one extension.", line);
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "; a", "=", "\"a\"", "(a)", "a, ;b", "\u00f6", "@", "a,=b"})
    void anExtensionWithoutANameIsMalformed(String line) {
        assertMalformed(NAME, line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;", "a; ", "a;;b", "a; =1", "a; , b", "a; \"b\"", "a; (b)", "a;b;"})
    void aParameterWithoutANameIsMalformed(String line) {
        assertMalformed(PARAMETER_NAME, line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a; b=", "a; b= ", "a; b=;c", "a; b=,c", "a; b==1", "a; b=(1)", "a; b=\u00fc"})
    void aParameterWithAnEqualsSignNeedsAValue(String line) {
        assertMalformed(PARAMETER_VALUE, line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a; b=\"\"", "a; b=\" \"", "a; b=\"1 2\"", "a; b=\"1,2\"", "a; b=\"\\\"\"", "a; b=\"\\\\\""})
    void aQuotedValueThatIsNoTokenIsMalformed(String line) {
        assertMalformed(PARAMETER_VALUE, line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a; b=\"", "a; b=\"1", "a; b=\"1\\\"", "a; b=\"1\\"})
    void aQuotedValueWithoutItsEndIsMalformed(String line) {
        assertMalformed("A quoted extension parameter must end with a quote.", line);
    }

    @Test
    void aQuotedValueDoesNotGoOnInTheNextLine() {
        assertMalformed("A quoted extension parameter must end with a quote.", "a; b=\"1", "2\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a=1",
                "a; b c",
                "a; b=1 2",
                "a; b=\"1\"2",
                "a; b=\"1\" \"2\"",
                "a/b",
                "f\u00f6",
                "a; b='\"",
            })
    void whateverFollowsMustBeASeparator(String line) {
        assertMalformed("An extension must be followed by a comma or a semicolon.", line);
    }

    @Test
    void oneBadLineMakesTheWholeHeaderMalformed() {
        assertMalformed(PARAMETER_NAME, "foo", "bar;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "foo > foo",
                "a;b;c=1,d > a; b; c=1, d",
                "a; b=\"x\", , c > a; b=x, c",
            })
    void whatIsFormattedIsInNormalForm(String line, String formatted) throws ExtensionSyntaxException {
        List<ExtensionOffer> offers = parse(line);

        assertThat(ExtensionHeader.format(offers)).isEqualTo(formatted);
        assertThat(parse(formatted)).isEqualTo(offers);
    }

    @Test
    void noExtensionIsFormattedAsTheEmptyString() {
        assertThat(ExtensionHeader.format(List.of())).isEmpty();
    }

    @Test
    void anOfferThatCouldNotBeWrittenIntoAHeaderCannotBeMade() {
        assertThatThrownBy(() -> offer("a, b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(NAME);
        assertThatThrownBy(() -> parameter("a\r\nb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(PARAMETER_NAME);
        assertThatThrownBy(() -> parameter("a", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(PARAMETER_VALUE);
    }

    private static void assertMalformed(String message, String... lines) {
        assertThatThrownBy(() -> parse(lines))
                .isInstanceOf(ExtensionSyntaxException.class)
                .hasMessage(message);
    }

    private static List<ExtensionOffer> parse(String... lines) throws ExtensionSyntaxException {
        return ExtensionHeader.parse(List.of(lines));
    }

    private static ExtensionOffer offer(String name, Parameter... parameters) {
        return new ExtensionOffer(name, List.of(parameters));
    }

    private static Parameter parameter(String name) {
        return new Parameter(name, Optional.empty());
    }

    private static Parameter parameter(String name, String value) {
        return new Parameter(name, Optional.of(value));
    }
}
