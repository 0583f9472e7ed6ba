package dev.sheetbend.websocket.tck.foreign;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sheetbend.websocket.tck.ServerProcess;
import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the foreign servers: JVMs with one implementation each on their class path, and Node. */
final class ForeignProcesses {
    private static final String PASSWORD = "changeit";
    private static final int INSTALL_SECONDS = 120;

    private ForeignProcesses() {}

    /** Starts a server, and waits until it serves. Without Node on the machine, the test is skipped, or fails in CI. */
    static ServerProcess start(ForeignServer server) {
        try {
            Path directory = TestFiles.newDirectory("foreign-" + server);
            return ServerProcess.start(server.toString(), command(server, directory), directory);
        } catch (IOException e) {
            throw new AssertionError(server + " cannot be started", e);
        }
    }

    private static List<String> command(ForeignServer server, Path directory) throws IOException {
        return server == ForeignServer.NODE ? node() : java(server, directory);
    }

    private static List<String> java(ForeignServer server, Path directory) {
        Path libraries = TestFiles.BASE.resolve("containers").resolve(server.library());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                // Tomcat reserves the largest message for each connection.
                "-Xmx512m",
                "-cp",
                TestFiles.TEST_CLASSES + File.pathSeparator + libraries + "/target/lib/*",
                server.launcher(),
                "--endpoints=" + ForeignEndpoint.class.getName(),
                "--pages=" + TestFiles.PAGES,
                "--keystore=" + TestTls.keystore(),
                "--scratch=" + directory));
        if (!server.initializer().isEmpty()) {
            command.add("--initializer=" + server.initializer());
        }
        return command;
    }

    private static List<String> node() throws IOException {
        String node = need("node");
        Path folder = TestFiles.TEST_CLASSES.resolve("foreign").resolve("node");
        install(need("npm"), folder);
        return List.of(
                node,
                folder.resolve("server.mjs").toString(),
                TestTls.keystore().toString(),
                PASSWORD);
    }

    private static String need(String program) {
        List<String> found = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .toList();
        if (found.isEmpty()) {
            String message = "Node.js 20 with npm is missing: there is no " + program + " on the path";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            assumeTrue(false, message);
        }
        return found.get(0);
    }

    /** Installs what the lock file names, unless the last run did, and left a copy of that file. */
    private static void install(String npm, Path folder) throws IOException {
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
