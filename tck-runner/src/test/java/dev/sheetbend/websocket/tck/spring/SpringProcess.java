package dev.sheetbend.websocket.tck.spring;

import dev.sheetbend.websocket.tck.Processes;
import dev.sheetbend.websocket.tck.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** An executable jar of Spring Boot in a JVM of its own, on a free port. For one thread at a time. */
final class SpringProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final long END_SECONDS = 60;
    private static final Pattern PORT = Pattern.compile(" started on port (\\d+)");

    private final Process process;
    private final Path log;
    private final int port;

    /**
     * Waits until it serves.
     *
     * @param arguments of the application
     */
    SpringProcess(SpringBoot boot, String... arguments) throws IOException {
        Path directory = TestFiles.newDirectory("spring-" + boot);
        log = directory.resolve("log.txt");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                boot.jar().toString(),
                "--server.address=127.0.0.1",
                "--server.port=0"));
        command.addAll(List.of(arguments));
        process = Processes.guarded(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        boolean started = false;
        try {
            port = awaitPort(boot);
            started = true;
        } finally {
            if (!started) {
                Processes.kill(process);
            }
        }
    }

    private int awaitPort(SpringBoot boot) {
        try {
            Awaitility.await().atMost(START).until(() -> hasStarted() || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(boot + " does not start; its log is:\n" + log(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError(boot + " ended with " + process.exitValue() + "; its log is:\n" + log());
        }
        return loggedPort().orElseThrow();
    }

    private boolean hasStarted() {
        return loggedPort().isPresent() && log().contains("Started SpringSample");
    }

    private Optional<Integer> loggedPort() {
        return PORT.matcher(log())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst();
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    /** What it has logged so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an administrator does to stop it: SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end, and returns its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The process does not end; its log is:\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        Processes.kill(process);
    }
}
