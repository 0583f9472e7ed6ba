package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sheetbend.websocket.tck.TestFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What runs on Node: the programs in the resources, with the packages that they need. */
public final class NodePrograms {
    private static final int INSTALL_SECONDS = 120;
    private static final int RUN_SECONDS = 120;

    private NodePrograms() {}

    /**
     * The command line of a program, whose packages are installed. Without Node on the machine, the test is skipped, or
     * fails in CI.
     */
    public static List<String> command(String program, String... args) throws IOException {
        String node = need("Node.js 20 with npm", "node");
        Path folder = TestFiles.TEST_CLASSES.resolve("foreign").resolve("node");
        install(need("Node.js 20 with npm", "npm"), folder);
        List<String> command =
                new ArrayList<>(List.of(node, folder.resolve(program).toString()));
        command.addAll(List.of(args));
        return command;
    }

    /** Chromium, or a browser like it. Without one, the test is skipped, or fails in CI. */
    public static String browser() {
        return need("Chromium (Debian: apt-get install chromium)", "chromium", "chromium-browser", "google-chrome");
    }

    /** The first of these programs that is on the path. Without it, the test is skipped, or fails in CI. */
    static String need(String what, String... programs) {
        List<String> found = Stream.of(programs)
                .flatMap(program -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, program)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .toList();
        if (found.isEmpty()) {
            String message = what + " is missing: none of " + List.of(programs) + " is on the path";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            assumeTrue(false, message);
        }
        return found.get(0);
    }

    /** Runs a program to its end, which it announces by "done" on its last line. */
    public static void run(List<String> command) throws IOException, InterruptedException {
        Path output = TestFiles.newDirectory("client").resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(RUN_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output);
            assertThat(ended).as("Ended within %d s:%n%s", RUN_SECONDS, text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            assertThat(text.lines()).as(text).last().isEqualTo("done");
        } finally {
            // A browser's own processes too.
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Installs what the lock file names, unless the last run did, and left a copy of that file. */
    private static synchronized void install(String npm, Path folder) throws IOException {
        Path lock = folder.resolve("package-lock.json");
        Path installed = folder.resolve("node_modules").resolve(".installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) == -1) {
            return;
        }
        Path output = folder.resolve("npm.txt");
        Process process = new ProcessBuilder(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("npm ci failed:\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroy();
        }
        Files.copy(lock, installed);
    }
}
