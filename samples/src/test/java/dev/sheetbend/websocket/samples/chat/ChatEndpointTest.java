package dev.sheetbend.websocket.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChatEndpointTest {
    @Test
    void namesThatLookTheSameAreTheSame() {
        assertThat(ChatEndpoint.tidyName("  Ada\u00a0\t\u2003Lovelace\u200b \n"))
                .isEqualTo("Ada Lovelace");
        assertThat(ChatEndpoint.tidyName("\u202eadA")).isEqualTo("adA");
        assertThat(ChatEndpoint.tidyName(" \u200b ")).isEmpty();
    }

    @Test
    void halfASurrogatePairBecomesAReplacementCharacter() {
        assertThat(ChatEndpoint.tidyText(" a\ud83eb\udd22 ")).isEqualTo("a\ufffdb\ufffd");
        assertThat(ChatEndpoint.tidyText("\ud83e\udea2")).isEqualTo("\ud83e\udea2");
    }
}
