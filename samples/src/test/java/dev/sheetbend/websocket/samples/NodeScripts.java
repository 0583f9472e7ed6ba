package dev.sheetbend.websocket.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the tests that are written for Node, which start the samples in processes of their own. */
final class NodeScripts {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private NodeScripts() {}

    /** Runs the test script of this name, with the given variables beside those that every script gets. */
    static void run(String script, Map<String, String> variables) throws Exception {
        String node = need("node", "Node.js 20 or newer");
        String npm = need("npm", "npm");
        Path folder = folder();
        installPackages(npm, folder);
        Path screenshots = Files.createDirectories(TARGET.resolve("screenshots"));
        var builder = new ProcessBuilder(node, "--test", "--test-reporter=spec", script);
        builder.environment().putAll(variables);
        builder.environment()
                .put("SAMPLE_JAVA", ProcessHandle.current().info().command().orElse("java"));
        builder.environment().put("SAMPLE_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SCREENSHOTS", screenshots.toString());
        check(script, builder, folder);
    }

    /** The first of these programs that there is: the environment variable's value, or a name on the path. */
    static String need(String variable, List<String> names, String what) {
        Optional<String> program = Optional.ofNullable(System.getenv(variable))
                .filter(value -> Files.isExecutable(Path.of(value)))
                .or(() -> names.stream().flatMap(NodeScripts::onPath).findFirst());
        if (program.isEmpty()) {
            String message = what + " is missing: none of " + names + " is on the path";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            assumeTrue(false, message);
        }
        return program.orElseThrow();
    }

    private static String need(String name, String what) {
        return need(name.toUpperCase(Locale.ROOT), List.of(name), what);
    }

    private static Stream<String> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString);
    }

    private static Path folder() throws URISyntaxException {
        URL scripts = NodeScripts.class.getResource("/node/package.json");
        return Path.of(scripts.toURI()).getParent();
    }

    /** Installs what the lock file names, unless the last run did, and left a copy of that file. */
    private static void installPackages(String npm, Path folder) throws Exception {
        Path lock = folder.resolve("package-lock.json");
        Path installed = folder.resolve("node_modules/.installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) == -1) {
            return;
        }
        check("npm ci", new ProcessBuilder(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"), folder);
        Files.copy(lock, installed);
    }

    private static void check(String what, ProcessBuilder builder, Path folder)
            throws IOException, InterruptedException {
        Path output = Files.createDirectories(TARGET.resolve("node-output"))
                .resolve(what.replaceAll("[^a-z.-]", "-") + ".txt");
        Process process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended)
                    .as("%s ended in time:%n%s", what, Files.readString(output))
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s:%n%s", what, Files.readString(output))
                    .isZero();
        } finally {
            process.destroy();
        }
    }
}
