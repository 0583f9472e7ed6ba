package dev.sheetbend.websocket.tck.foreign;

import dev.sheetbend.websocket.tck.ServerProcess;
import dev.sheetbend.websocket.tck.TestFiles;
import dev.sheetbend.websocket.tck.TestTls;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the foreign servers: JVMs with one implementation each on their class path, and Node. */
final class ForeignProcesses {
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

    /** A JVM on the class path of that server. */
    static List<String> java(ForeignServer server, String mainClass, String... args) {
        Path libraries = TestFiles.BASE.resolve("containers").resolve(server.library());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                // Tomcat reserves the largest message for each connection.
                "-Xmx512m",
                "-cp",
                TestFiles.TEST_CLASSES + File.pathSeparator + libraries + "/target/lib/*",
                mainClass));
        command.addAll(List.of(args));
        return command;
    }

    private static List<String> java(ForeignServer server, Path directory) {
        List<String> command = java(
                server,
                server.launcher(),
                "--endpoints=" + ForeignEndpoint.class.getName(),
                "--pages=" + TestFiles.PAGES,
                "--keystore=" + TestTls.keystore(),
                "--scratch=" + directory);
        if (!server.initializer().isEmpty()) {
            command.add("--initializer=" + server.initializer());
        }
        return command;
    }

    private static List<String> node() throws IOException {
        return NodePrograms.command("server.mjs", TestTls.keystore().toString(), TestTls.PASSWORD);
    }
}
