package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.spi.ExtensionContext;
import dev.sheetbend.websocket.spi.ExtensionOffer.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the properties to what users are told: the core cannot name their constants, so it has the names once more. */
class DocumentedPropertiesTest {
    private static final Pattern ROW = Pattern.compile("\\| `(compression\\w*)`[ *]*\\| `(\\w+)` \\|.*");

    private record Context(Map<String, String> properties) implements ExtensionContext {
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
            return List.of();
        }
    }

    @Test
    void eachPropertyHasTheNameThatUsersKnow() {
        assertThat(DeflateSettings.COMPRESSION).isEqualTo(SheetbendProperties.COMPRESSION);
        assertThat(DeflateSettings.LEVEL).isEqualTo(SheetbendProperties.COMPRESSION_LEVEL);
        assertThat(DeflateSettings.MIN_SIZE).isEqualTo(SheetbendProperties.COMPRESSION_MIN_SIZE);
        assertThat(DeflateSettings.CONTEXT_TAKEOVER).isEqualTo(SheetbendProperties.COMPRESSION_CONTEXT_TAKEOVER);
        assertThat(DeflateSettings.WINDOW_BITS).isEqualTo(SheetbendProperties.COMPRESSION_WINDOW_BITS);
        assertThat(DeflateSettings.PEER_WINDOW_BITS).isEqualTo(SheetbendProperties.COMPRESSION_PEER_WINDOW_BITS);
        assertThat(DeflateSettings.DEFLATERS).isEqualTo(SheetbendProperties.COMPRESSION_DEFLATERS);
    }

    @Test
    void theDefaultsOfTheReadmeAreThoseOfTheCode() throws IOException {
        var documented = new HashMap<String, String>();
        for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(SheetbendProperties.PREFIX + row.group(1), row.group(2));
            }
        }
        assertThat(documented).hasSize(7);
        // Its default depends on the context takeover.
        String minSize = documented.remove(SheetbendProperties.COMPRESSION_MIN_SIZE);
        var none = new Context(Map.of());
        var all = new Context(documented);

        assertThat(minSize).isEqualTo(Integer.toString(DeflateSettings.of(none).minSize(true)));
        assertThat(DeflateSettings.of(all)).isEqualTo(DeflateSettings.of(none));
        assertThat(DeflateSettings.deflaters(all)).isEqualTo(DeflateSettings.deflaters(none));
    }
}
