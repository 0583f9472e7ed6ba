package dev.sheetbend.websocket.benchmarks.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that are sent. */
class JsonTextsTest {
    private static final int COUNT = 50;

    @ParameterizedTest
    @ValueSource(ints = {JsonTexts.SMALLEST, 100, 1024, 16_384})
    void everyTextIsJsonOfExactlyTheSizeAskedFor(int size) throws Exception {
        for (byte[] text : JsonTexts.of(size, COUNT)) {
            assertThat(text).hasSize(size);
            JsonNode json = new ObjectMapper().readTree(text);
            assertThat(json.get("trades").isArray()).isTrue();
            assertThat(json.get("note").isTextual()).isTrue();
        }
    }

    @Test
    void longTextsAreMadeOfTrades() throws Exception {
        JsonNode trades =
                new ObjectMapper().readTree(JsonTexts.of(16_384, 1).get(0)).get("trades");

        assertThat(trades.size()).isGreaterThan(100);
    }

    @Test
    void noTwoTextsAreAlike() {
        Set<String> texts = new HashSet<>();
        for (byte[] text : JsonTexts.of(100, COUNT)) {
            texts.add(new String(text, StandardCharsets.US_ASCII));
        }

        assertThat(texts).hasSize(COUNT);
    }

    @Test
    void theSameArgumentsGiveTheSameTexts() {
        List<byte[]> once = JsonTexts.of(1024, COUNT);
        List<byte[]> again = JsonTexts.of(1024, COUNT);

        assertThat(again).usingRecursiveComparison().isEqualTo(once);
    }

    @Test
    void aSizeThatHoldsNoTextIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonTexts.of(JsonTexts.SMALLEST - 1, 1))
                .withMessage("The smallest text has 90 bytes, not 89");
    }
}
