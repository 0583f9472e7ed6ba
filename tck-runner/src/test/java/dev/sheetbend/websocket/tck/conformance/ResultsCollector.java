package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.conformance.ContainerResults.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Counts how the tests end. After the last one it writes the table of assertions with the results of all containers that
 * this build has run on so far, and says in a line for each of them how it stands.
 */
final class ResultsCollector implements BeforeAllCallback, TestWatcher {
    private static final Path TARGET =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target");

    @Override
    public void beforeAll(ExtensionContext context) {
        run(context);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        run(context).add(context, new Count(1, 0));
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        run(context).add(context, new Count(0, 1));
    }

    /** No test of this suite has a reason to give up. */
    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        run(context).add(context, new Count(0, 1));
    }

    /** One for all classes: JUnit closes it after the last of them. */
    private static Run run(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ResultsCollector.class))
                .getOrComputeIfAbsent(Run.class, unused -> new Run(), Run.class);
    }

    /** The results of this JVM, which has one container. */
    private static final class Run implements AutoCloseable {
        private final Map<String, Count> counts = new ConcurrentHashMap<>();

        void add(ExtensionContext context, Count result) {
            String test = context.getRequiredTestClass().getSimpleName() + "#"
                    + context.getRequiredTestMethod().getName();
            counts.merge(test, result, Count::plus);
        }

        @Override
        public void close() throws IOException {
            String build = System.getProperty("conformance.build", "");
            String container = System.getProperty("conformance.container", "Jetty");
            Path directory = TARGET.resolve("conformance");
            new ContainerResults(container, build, counts)
                    .store(directory, System.getProperty("arquillian.container", "jetty"));

            List<ContainerResults> results = ContainerResults.load(directory, build);
            AssertionTable table = AssertionTable.load();
            Path file = TARGET.resolve("wsc-table.md");
            Files.writeString(file, table.markdown(results));
            System.out.print(table.plain(results));
            results.forEach(result -> System.out.println(table.summary(result)));
            System.out.println(
                    "The table of the assertions: " + TARGET.getParent().relativize(file));
        }
    }
}
