package dev.sheetbend.websocket.tck.conformance;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the tests of this suite have ended on one container. Each run writes a file, so that the run on the next container
 * can put both into one table.
 *
 * @param container with its version, for people to read
 * @param build which build it was; results of another one are of no interest
 * @param counts for each test, as {@code Class#method}
 */
record ContainerResults(String container, String build, Map<String, Count> counts) {
    private static final String SUFFIX = ".properties";
    private static final String CONTAINER = "container";
    private static final String BUILD = "build";

    /** What has come of one test: more than one result if it has parameters. */
    record Count(int passed, int failed) {
        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(passed + other.passed, failed + other.failed);
        }

        int run() {
            return passed + failed;
        }

        @Override
        public String toString() {
            if (run() == 0) {
                return "not run";
            }
            return failed == 0 ? "passed (" + passed + ")" : "FAILED (" + failed + " of " + run() + ")";
        }
    }

    /** The results of these tests together. */
    Count of(List<String> tests) {
        return tests.stream().map(test -> counts.getOrDefault(test, Count.NONE)).reduce(Count.NONE, Count::plus);
    }

    /** Writes a file of this name into the directory, in place of an older one. */
    void store(Path directory, String name) throws IOException {
        Properties file = new Properties();
        file.setProperty(CONTAINER, container);
        file.setProperty(BUILD, build);
        counts.forEach((test, count) -> file.setProperty(test, count.passed + "/" + count.failed));
        Files.createDirectories(directory);
        try (Writer out = Files.newBufferedWriter(directory.resolve(name + SUFFIX))) {
            file.store(out, null);
        }
    }

    /** What has been stored in the directory by runs of one build, in the order of the files' names. */
    static List<ContainerResults> load(Path directory, String build) throws IOException {
        List<ContainerResults> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                ContainerResults stored = read(file);
                if (stored.build.equals(build)) {
                    results.add(stored);
                }
            }
        }
        return results;
    }

    private static ContainerResults read(Path path) throws IOException {
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(path)) {
            file.load(in);
        }
        String container = (String) file.remove(CONTAINER);
        String build = (String) file.remove(BUILD);
        Map<String, Count> counts = new TreeMap<>();
        for (String test : file.stringPropertyNames()) {
            String[] numbers = file.getProperty(test).split("/", 2);
            counts.put(test, new Count(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        }
        return new ContainerResults(container, build, counts);
    }
}
