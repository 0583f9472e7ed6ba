package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.deflate.PermessageDeflate;
import dev.sheetbend.websocket.extension.Negotiation;
import dev.sheetbend.websocket.extension.NoMasking;
import dev.sheetbend.websocket.spi.ExtensionOffer;
import dev.sheetbend.websocket.spi.ExtensionProvider;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the README to the code: its configuration table to the properties, and its endpoints to such as can be deployed. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    private static final Pattern NUMBERS = Pattern.compile("(\\d+) to (\\d+)|from (\\d+)");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /**
     * A row of the table.
     *
     * @param name without the prefix
     * @param range in the README's words
     */
    private record Row(String name, String defaultValue, String range) {
        static Row parse(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(quoted(cells[1]).get(0), quoted(cells[2]).get(0), cells[4].trim());
        }

        private static List<String> quoted(String cell) {
            return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
        }

        List<String> choices() {
            return quoted(range);
        }

        /** The settings when this property alone is set. */
        Settings with(Object value) {
            String fullName = SheetbendProperties.PREFIX + name;
            return Settings.of(asked -> asked.equals(fullName) ? value.toString() : null);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> table() throws IOException {
        return Files.readAllLines(README).stream()
                .dropWhile(line -> !line.equals("## Configuration"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(Row::parse)
                .toList();
    }

    static Stream<Row> numbers() throws IOException {
        return table().stream().filter(row -> NUMBERS.matcher(row.range()).matches());
    }

    static Stream<Row> choices() throws IOException {
        return table().stream()
                .filter(row -> !NUMBERS.matcher(row.range()).matches())
                .filter(row -> !isOrigins(row));
    }

    @Test
    void theTableHasEveryPropertyOnce() throws IOException {
        List<String> properties = Arrays.stream(SheetbendProperties.class.getFields())
                .map(ReadmeTest::value)
                .filter(name -> !name.equals(SheetbendProperties.PREFIX))
                .toList();

        assertThat(table())
                .extracting(row -> SheetbendProperties.PREFIX + row.name())
                .containsExactlyInAnyOrderElementsOf(properties);
    }

    @ParameterizedTest
    @MethodSource("table")
    void toSetTheDocumentedDefaultChangesNothing(Row row) {
        assertThat(everything(row.with(row.defaultValue()))).isEqualTo(everything(Settings.of(name -> null)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void theDocumentedRangeIsWhatIsAccepted(Row row) {
        Matcher range = NUMBERS.matcher(row.range());
        assertThat(range.matches()).isTrue();
        boolean open = range.group(3) != null;
        long least = Long.parseLong(open ? range.group(3) : range.group(1));
        long most = open ? Long.MAX_VALUE : Long.parseLong(range.group(2));

        assertThatNoException().isThrownBy(() -> everything(row.with(least)));
        assertThatNoException().isThrownBy(() -> everything(row.with(most)));
        assertRefused(row, least - 1);
        if (!open) {
            assertRefused(row, most + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void theDocumentedChoicesAreWhatIsAccepted(Row row) {
        assertThat(row.choices()).hasSizeGreaterThan(1).contains(row.defaultValue());
        List<String> choices = row.choices().stream()
                .filter(choice -> !isForLaterJava(row, choice))
                .toList();
        assertThat(choices.stream().map(choice -> everything(row.with(choice))).distinct())
                .as("each choice means something else")
                .hasSameSizeAs(choices);
        assertRefused(row, "another");
    }

    @Test
    void theDocumentedOriginsAreUnderstood() throws IOException {
        Row row = table().stream().filter(ReadmeTest::isOrigins).findFirst().orElseThrow();

        assertThat(row.choices()).contains("same-host", "*");
        assertThat(allows(row.with("*"), "https://other.example")).isTrue();
        assertThat(allows(row.with("same-host"), "https://other.example")).isFalse();
        assertThat(allows(row.with("same-host"), "http://own.example:81")).isTrue();
        assertThat(allows(row.with("https://a.example, https://other.example"), "https://other.example"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"dev.sheetbend.websocket.readme.Hello, /hello/Duke", "dev.sheetbend.websocket.readme.Room, /room"})
    void theEndpointsOfTheReadmeCanBeDeployed(Class<?> endpoint, String path) throws Exception {
        Path file = Path.of("src/test/java", endpoint.getName().replace('.', '/') + ".java");
        String source = Files.readString(file).replace("\r\n", "\n");
        String withoutPackage = source.substring(source.indexOf("import "));
        assertThat(Files.readString(README).replace("\r\n", "\n")).contains("```java\n" + withoutPackage + "```\n");

        var container = new ServerEndpointContainer(Settings.of(name -> null));
        try {
            container.addEndpoint(endpoint);

            assertThat(container.hasEndpoint(path)).isTrue();
        } finally {
            container.stop();
        }
    }

    private static boolean isForLaterJava(Row row, String choice) {
        return SheetbendProperties.ENDPOINT_THREADS.endsWith("." + row.name())
                && choice.equals("virtual")
                && Runtime.version().feature() < VirtualThreads.FIRST_JAVA_VERSION;
    }

    private static boolean isOrigins(Row row) {
        return SheetbendProperties.ALLOWED_ORIGINS.endsWith("." + row.name());
    }

    private static void assertRefused(Row row, Object value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> everything(row.with(value)))
                .withMessageContaining(SheetbendProperties.PREFIX + row.name());
    }

    /** All that properties decide. */
    private static List<Object> everything(Settings settings) {
        return List.of(
                settings.session(settings.defaults()),
                settings.maxSessions(),
                settings.handlerThreads(),
                settings.coalesceDelay(),
                settings.nativeTransport(),
                settings.closeOnLogout(),
                settings.connectTimeoutMillis(),
                settings.handshakeTimeoutMillis(),
                extensions(settings),
                allows(settings, "https://own.example"),
                allows(settings, "https://other.example"));
    }

    /** What is offered, and what is answered, by the extensions that are built in. */
    private static List<Object> extensions(Settings settings) {
        List<ExtensionProvider> builtIn = List.of(new PermessageDeflate(), new NoMasking());
        ExtensionProviders providers = ExtensionProviders.start(builtIn, settings);
        try {
            var outcomes = new ArrayList<Object>();
            for (boolean secure : List.of(false, true)) {
                var context = new NegotiationContext(settings, secure);
                providers.check(name -> context);
                outcomes.add(providers.negotiation().offers(List.of(), context));
                List<Negotiation.Candidate> offered = builtIn.stream()
                        .map(each -> new Negotiation.Candidate(
                                each.name(), List.of(ExtensionOffer.of(each.name())), context))
                        .toList();
                outcomes.add(providers.negotiation().accept(offered).answer());
            }
            return outcomes;
        } finally {
            providers.close();
        }
    }

    private static boolean allows(Settings settings, String origin) {
        return settings.origins().allows(origin, Optional.of("own.example:8080"));
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
