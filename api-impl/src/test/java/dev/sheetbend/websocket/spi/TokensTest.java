package dev.sheetbend.websocket.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokensTest {
    @Test
    void everyTokenCharacterOfRfc9110Section562IsOneAndNoOtherIs() {
        String symbols = "!#$%&'*+-.^_`|~";
        for (char c = 0; c < 0x300; c++) {
            boolean expected =
                    c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || symbols.indexOf(c) >= 0;

            assertThat(Tokens.isToken(String.valueOf(c))).as("U+%04X", (int) c).isEqualTo(expected);
        }
    }

    @Test
    void aTokenHasAtLeastOneCharacterAndNothingButTokenCharacters() {
        assertThat(Tokens.isToken("")).isFalse();
        assertThat(Tokens.isToken("permessage-deflate")).isTrue();
        assertThat(Tokens.isToken("permessage deflate")).isFalse();
        assertThat(Tokens.isToken("a,")).isFalse();
    }
}
