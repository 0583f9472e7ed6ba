package dev.sheetbend.websocket.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpSyntaxTest {
    @Test
    void trimTakesSpacesAndTabsOnly() {
        assertThat(HttpSyntax.trim(" \t a \t b\t ")).isEqualTo("a \t b");
        assertThat(HttpSyntax.trim("\t ")).isEmpty();
        assertThat(HttpSyntax.trim("")).isEmpty();
        assertThat(HttpSyntax.trim("\u00a0a\u2003")).isEqualTo("\u00a0a\u2003");
        assertThat(HttpSyntax.trim("\r\na")).isEqualTo("\r\na");
    }

    @Test
    void onlyAsciiLettersAreEqualInAnyCase() {
        assertThat(HttpSyntax.equalsIgnoreCase("WebSocket", "wEBsOCKET")).isTrue();
        assertThat(HttpSyntax.equalsIgnoreCase("websocket", "websockets")).isFalse();
        assertThat(HttpSyntax.equalsIgnoreCase("websocket", "websockex")).isFalse();
        // The Kelvin sign, which Unicode folds to k.
        assertThat(HttpSyntax.equalsIgnoreCase("websoc\u212aet", "websocket")).isFalse();
        // [ and { differ by the same bit as a letter's two cases, as @ and ` do.
        assertThat(HttpSyntax.equalsIgnoreCase("[", "{")).isFalse();
        assertThat(HttpSyntax.equalsIgnoreCase("@", "`")).isFalse();
    }

    @Test
    void theOrderIsThatOfTheLowerCaseLettersAndThenOfTheLength() {
        assertThat(HttpSyntax.compareIgnoreCase("A", "b")).isNegative();
        assertThat(HttpSyntax.compareIgnoreCase("B", "a")).isPositive();
        assertThat(HttpSyntax.compareIgnoreCase("ab", "ABC")).isNegative();
        assertThat(HttpSyntax.compareIgnoreCase("", "")).isZero();
    }

    @Test
    void lowerChangesAsciiLettersOnly() {
        assertThat(HttpSyntax.lower("AZaz09[@\u00c4\u0130")).isEqualTo("azaz09[@\u00c4\u0130");
    }
}
