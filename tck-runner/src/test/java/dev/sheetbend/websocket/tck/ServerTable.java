package dev.sheetbend.websocket.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts how the tests end on each container, and writes {@code target/servers.md} when the last one has: the table that
 * {@code docs/containers.md} shows. A test counts for the container whose label stands in its name or in that of its class.
 * Found by the service loader.
 */
public final class ServerTable implements TestExecutionListener {
    private static final Path FILE = TestFiles.TARGET.resolve("servers.md");

    /** What the columns are called, with the tests that count in them; each test in the first that fits. */
    private enum Subject {
        WARS("Sample wars", ".*\\.sample\\..*"),
        REDEPLOYING("Redeploying", ".*\\.RedeployTest"),
        STOPPING("Stopping", ".*\\.(ApplicationStopTest|ServerProcessTest)"),
        MALFORMED("Malformed input", ".*\\.malformed\\..*"),
        EXTENSIONS("Extensions", ".*\\.(Compression\\w+|NoMasking)Test"),
        BEHAVIOUR("Everything else", ".*\\.tck\\.(behaviour\\..*|ContainerSmokeTest)");

        private final String title;
        private final Pattern classes;

        Subject(String title, String classes) {
            this.title = title;
            this.classes = Pattern.compile(classes);
        }

        static Optional<Subject> of(String className) {
            return Arrays.stream(values())
                    .filter(subject -> subject.classes.matcher(className).matches())
                    .findFirst();
        }
    }

    private record Count(int passed, int failed, int skipped) {
        private static final Count NONE = new Count(0, 0, 0);

        static Count of(TestExecutionResult result) {
            return switch (result.getStatus()) {
                case SUCCESSFUL -> new Count(1, 0, 0);
                case FAILED -> new Count(0, 1, 0);
                case ABORTED -> new Count(0, 0, 1);
            };
        }

        Count plus(Count other) {
            return new Count(passed + other.passed, failed + other.failed, skipped + other.skipped);
        }

        /** How many pass, and what does not. */
        String cell() {
            if (equals(NONE)) {
                return "-";
            }
            return passed
                    + (failed == 0 ? "" : ", " + failed + " fail")
                    + (skipped == 0 ? "" : ", " + skipped + " not run");
        }
    }

    private final Map<Container, Map<Subject, Count>> counts = new ConcurrentHashMap<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            add(test, Count.of(result));
        } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            // Such as a server that has not started: none of the tests below has run.
            add(test, new Count(0, 1, 0));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, new Count(0, 0, 1));
    }

    private void add(TestIdentifier test, Count result) {
        List<TestIdentifier> chain = new ArrayList<>();
        for (Optional<TestIdentifier> next = Optional.of(test); next.isPresent(); next = plan.getParent(next.get())) {
            chain.add(next.get());
        }
        Optional<Container> container =
                chain.stream().flatMap(ServerTable::container).findFirst();
        Optional<Subject> subject =
                chain.stream().flatMap(ServerTable::className).findFirst().flatMap(Subject::of);
        if (container.isPresent() && subject.isPresent()) {
            counts.computeIfAbsent(container.get(), key -> new ConcurrentHashMap<>())
                    .merge(subject.get(), result, Count::plus);
        }
    }

    private static Stream<Container> container(TestIdentifier test) {
        List<String> words = List.of(test.getDisplayName().split("[\\s,]+"));
        return Arrays.stream(Container.values()).filter(container -> words.contains(container.toString()));
    }

    private static Stream<String> className(TestIdentifier test) {
        return test.getSource().stream().flatMap(source -> {
            if (source instanceof MethodSource method) {
                return Stream.of(method.getClassName());
            }
            return source instanceof ClassSource type ? Stream.of(type.getClassName()) : Stream.empty();
        });
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        if (!counts.isEmpty()) {
            try {
                Files.writeString(FILE, table());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String table() {
        StringBuilder table = new StringBuilder("| Server | Our jar |");
        for (Subject subject : Subject.values()) {
            table.append(' ').append(subject.title).append(" |");
        }
        table.append("\n|---|---|")
                .append("--:|".repeat(Subject.values().length))
                .append('\n');
        new EnumMap<>(counts).forEach((container, results) -> {
            table.append("| ")
                    .append(product(container))
                    .append(" | ")
                    .append(container.way())
                    .append(" |");
            for (Subject subject : Subject.values()) {
                table.append(' ')
                        .append(results.getOrDefault(subject, Count.NONE).cell())
                        .append(" |");
            }
            table.append('\n');
        });
        return table.toString();
    }

    private static String product(Container container) {
        return container.distribution().map(server -> server.product()).orElseGet(() -> embedded(container.library()));
    }

    /** From the jars that it runs on. */
    private static String embedded(String library) {
        Pattern jar = Pattern.compile("(jetty|tomcat|undertow)-(?:server|embed-core|core)-(\\d.*)\\.jar");
        Path directory = TestFiles.BASE.resolve("containers").resolve(library).resolve("target/lib");
        try (Stream<Path> jars = Files.list(directory)) {
            return jars.map(file -> jar.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Character.toUpperCase(name.group(1).charAt(0))
                            + name.group(1).substring(1) + " " + name.group(2))
                    .collect(Collectors.joining(" ", "", environment(library)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String environment(String library) {
        Matcher environment = Pattern.compile(".*-ee(\\d+)").matcher(library);
        return environment.matches() ? ", EE " + environment.group(1) : "";
    }
}
