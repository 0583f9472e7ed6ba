package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.conformance.AssertionTable.Row;
import dev.sheetbend.websocket.tck.conformance.ContainerResults.Count;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of assertions and the tests of this suite agree, and it is written down. */
class AssertionTableTest {
    private static final Pattern REFERENCE = Pattern.compile("(\\w+Test)#(\\w+)");
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private static AssertionTable table;

    @BeforeAll
    static void load() throws Exception {
        table = AssertionTable.load();
    }

    @Test
    void everyAssertionIsListedOnce() {
        assertThat(table.rows()).extracting(Row::number).doesNotHaveDuplicates();
        // Otherwise two assertions would share the names of their tests.
        assertThat(table.rows()).extracting(Row::key).doesNotHaveDuplicates();
        // As many as the specification has.
        assertThat(table.rows()).hasSize(97);
    }

    @Test
    void everyAssertionHasATestOrAReason() {
        assertThat(table.rows())
                .filteredOn(row -> !row.unchecked())
                .allSatisfy(
                        row -> assertThat(table.testsOf(row)).as(row.number()).isNotEmpty());
    }

    @Test
    void noAssertionHasATestAndAReasonToHaveNone() {
        assertThat(table.rows())
                .filteredOn(Row::unchecked)
                .allSatisfy(
                        row -> assertThat(table.testsOf(row)).as(row.number()).isEmpty());
    }

    @Test
    void everyTestIsCalledAfterAnAssertionOrASection() throws Exception {
        assertThat(AssertionTable.suites()).isNotEmpty();
        assertThat(AssertionTable.misnamed()).isEmpty();
    }

    @Test
    void everyNumberInTheNameOfATestIsAnAssertions() {
        List<String> known = table.rows().stream().map(Row::key).toList();

        assertThat(known).containsAll(table.tests().keySet());
    }

    @Test
    void everyTestThatARemarkNamesIsThere() throws Exception {
        Map<String, String> sources = testSources();
        List<MatchResult> references = table.rows().stream()
                .flatMap(row -> REFERENCE.matcher(row.remark()).results())
                .toList();

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(sources.get(reference.group(1) + ".java"))
                        .as(reference.group())
                        .contains("void " + reference.group(2) + "("));
    }

    @Test
    void theTableHasARowForEachAssertionAndAColumnForEachContainer() {
        String test = table.testsOf(row("2.1.1-1")).get(0);
        String markdown = table.markdown(List.of(
                results("Fine", Map.of(test, new Count(2, 0))), results("Poor", Map.of(test, new Count(1, 2)))));

        assertThat(markdown)
                .hasLineCount(table.rows().size() + 2)
                .startsWith("| assertion | Fine | Poor | tests | remark |")
                .contains("| WSC-2.1.1-1 | passed (2) | FAILED (2 of 3) | ")
                .contains("| WSC-2.1.2-1 | not run | not run | ")
                .contains("| WSC-2.1.2-4 | - | - |  | not applicable");
    }

    @Test
    void thePrintedTableHasALineForEachAssertion() {
        String test = table.testsOf(row("2.1.1-1")).get(0);
        String plain = table.plain(List.of(results("Poor", Map.of(test, new Count(1, 2)))));

        assertThat(plain).hasLineCount(table.rows().size());
        assertThat(plain.lines().toList())
                .anySatisfy(line -> assertThat(line).startsWith("WSC-2.1.1-1").endsWith("Poor: FAILED (2 of 3)"))
                .anySatisfy(line -> assertThat(line).startsWith("WSC-2.1.2-4").contains("Poor: - ", "not applicable"));
    }

    @Test
    void theReadmeSaysWhatIsTested() {
        assertThat(MODULE.resolve("README.md")).content().contains(table.chapters());
    }

    @Test
    void theSummaryCountsAssertionsAndTests() {
        ContainerResults results = results(
                "Poor",
                Map.of(
                        table.testsOf(row("2.1.1-1")).get(0), new Count(3, 0),
                        table.testsOf(row("2.1.2-1")).get(0), new Count(1, 1)));

        assertThat(table.summary(results))
                .startsWith("WSC assertions on Poor: 1 of 97 passed, [2.1.2-1] failed, ")
                .endsWith("; 4 of 5 tests passed.");
    }

    @Test
    void resultsOfAnotherBuildAreLeftOut(@TempDir Path directory) throws Exception {
        ContainerResults first = new ContainerResults("First", "today", Map.of("A#b", new Count(1, 2)));
        ContainerResults second = new ContainerResults("Second", "yesterday", Map.of());
        first.store(directory, "one");
        second.store(directory, "two");

        assertThat(ContainerResults.load(directory, "today")).containsExactly(first);
    }

    private static ContainerResults results(String container, Map<String, Count> counts) {
        return new ContainerResults(container, "today", counts);
    }

    private static Row row(String number) {
        return table.rows().stream()
                .filter(row -> row.number().equals(number))
                .findFirst()
                .orElseThrow();
    }

    /** The sources of the unit tests, by the name of the file. */
    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(MODULE.getParent().resolve("api-impl/src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString(), AssertionTableTest::read, (a, b) -> a + b));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
