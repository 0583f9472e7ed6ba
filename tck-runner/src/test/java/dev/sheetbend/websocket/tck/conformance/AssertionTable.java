package dev.sheetbend.websocket.tck.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * The specification's assertions and the tests that check them, which are found by their names: {@code wsc_2_1_3_1_} is
 * WSC-2.1.3-1. Tests of what has no number begin with {@code section_}.
 *
 * @param rows in the order of the specification
 * @param tests for each number with its digits joined by underscores; in the order of their names
 */
record AssertionTable(List<Row> rows, Map<String, List<String>> tests) {
    private static final Pattern TEST = Pattern.compile("wsc_(\\d+(?:_\\d+)*)_[a-z]\\w*");
    private static final Pattern UNNUMBERED_TEST = Pattern.compile("section_\\d+(?:_\\d+)*_[a-z]\\w*");
    private static final String SUFFIX = "ConformanceTest.class";

    /**
     * One assertion.
     *
     * @param number without "WSC"
     * @param remark why no test checks it, or what of it none does; may be empty
     */
    record Row(String number, String remark) {
        private static final String PARTLY = "partly:";

        static Row parse(String line) {
            String[] columns = line.split("\\|", 2);
            return new Row(columns[0].strip(), columns.length < 2 ? "" : columns[1].strip());
        }

        /** The chapter of the specification. */
        String chapter() {
            return number.substring(0, 1);
        }

        /** As in the name of a test. */
        String key() {
            return number.replace('.', '_').replace('-', '_');
        }

        /** Whether the remark says that no test at all checks it. */
        boolean unchecked() {
            return !remark.isEmpty() && !remark.startsWith(PARTLY);
        }
    }

    /** Reads the resource and the names of the tests. */
    static AssertionTable load() throws IOException {
        Map<String, List<String>> tests = new TreeMap<>();
        for (Class<?> suite : suites()) {
            for (Method method : suite.getDeclaredMethods()) {
                Matcher name = TEST.matcher(method.getName());
                if (name.matches() && isTest(method)) {
                    tests.computeIfAbsent(name.group(1), unused -> new ArrayList<>())
                            .add(suite.getSimpleName() + "#" + method.getName());
                }
            }
        }
        tests.values().forEach(names -> names.sort(null));
        return new AssertionTable(readRows(), tests);
    }

    /** The tests that check it. */
    List<String> testsOf(Row row) {
        return tests.getOrDefault(row.key(), List.of());
    }

    /** The classes of this suite. */
    static List<Class<?>> suites() throws IOException {
        Path directory = directory();
        List<Class<?>> suites = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    suites.add(suite(name.substring(0, name.lastIndexOf('.'))));
                }
            }
        }
        return suites;
    }

    private static Path directory() {
        try {
            return Path.of(AssertionTable.class.getResource(".").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> suite(String simpleName) {
        try {
            return Class.forName(AssertionTable.class.getPackageName() + "." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tests of this suite that are not called after a number or a section. */
    static List<String> misnamed() throws IOException {
        return suites().stream()
                .flatMap(suite -> Arrays.stream(suite.getDeclaredMethods()))
                .filter(AssertionTable::isTest)
                .map(Method::getName)
                .filter(name -> !TEST.matcher(name).matches()
                        && !UNNUMBERED_TEST.matcher(name).matches())
                .toList();
    }

    private static List<Row> readRows() throws IOException {
        try (InputStream in = AssertionTable.class.getResourceAsStream("assertions.txt")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    /** The table for people to read, with a column for each container. */
    String markdown(List<ContainerResults> results) {
        var text = new StringBuilder("| assertion | ");
        results.forEach(result -> text.append(result.container()).append(" | "));
        text.append("tests | remark |\n|---|")
                .append("---|".repeat(results.size()))
                .append("---|---|\n");
        for (Row row : rows) {
            List<String> own = testsOf(row);
            text.append("| WSC-").append(row.number()).append(" | ");
            results.forEach(
                    result -> text.append(own.isEmpty() ? "-" : result.of(own)).append(" | "));
            text.append(String.join("<br>", own)).append(" | ");
            text.append(row.remark()).append(" |\n");
        }
        return text.toString();
    }

    /** The same for a terminal, without the tests: a line for each assertion. */
    String plain(List<ContainerResults> results) {
        var text = new StringBuilder();
        for (Row row : rows) {
            List<String> own = testsOf(row);
            var line = new StringBuilder(String.format("WSC-%-9s", row.number()));
            results.forEach(result -> line.append(
                    String.format(" %-32s", result.container() + ": " + (own.isEmpty() ? "-" : result.of(own)))));
            text.append((line + row.remark()).stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** What is tested on which side, by chapter: for the README. */
    String chapters() {
        var text = new StringBuilder("""
                | Chapter | Assertions | Tested on the server | Tested on the client | Not tested |
                |---|---|---|---|---|
                """);
        for (String chapter : rows.stream().map(Row::chapter).distinct().toList()) {
            List<Row> own =
                    rows.stream().filter(row -> row.chapter().equals(chapter)).toList();
            text.append(String.join(
                    " | ",
                    "| " + chapter,
                    String.valueOf(own.size()),
                    count(own, row -> testsOf(row).stream().anyMatch(test -> !isClients(test))),
                    count(own, row -> testsOf(row).stream().anyMatch(AssertionTable::isClients)),
                    count(own, row -> testsOf(row).isEmpty()) + " |\n"));
        }
        return text.toString();
    }

    private static String count(List<Row> rows, Predicate<Row> counted) {
        return String.valueOf(rows.stream().filter(counted).count());
    }

    private static boolean isClients(String test) {
        return test.startsWith("Client");
    }

    /** How many assertions hold on a container, in a line. */
    String summary(ContainerResults result) {
        List<Row> tested = rows.stream().filter(row -> !testsOf(row).isEmpty()).toList();
        List<String> failed = tested.stream()
                .filter(row -> result.of(testsOf(row)).failed() > 0)
                .map(Row::number)
                .toList();
        long passed = tested.stream()
                .filter(row -> result.of(testsOf(row)).failed() == 0)
                .filter(row -> result.of(testsOf(row)).passed() > 0)
                .count();
        ContainerResults.Count all = result.of(List.copyOf(result.counts().keySet()));
        return "WSC assertions on " + result.container() + ": " + passed + " of " + rows.size() + " passed, "
                + (failed.isEmpty() ? "none" : failed) + " failed, "
                + (tested.size() - passed - failed.size()) + " not run, "
                + (rows.size() - tested.size()) + " with a reason to have no test; "
                + all.passed() + " of " + all.run() + " tests passed.";
    }
}
