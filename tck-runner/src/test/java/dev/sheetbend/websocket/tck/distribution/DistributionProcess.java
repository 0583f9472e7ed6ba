package dev.sheetbend.websocket.tck.distribution;

import dev.sheetbend.websocket.tck.Container;
import dev.sheetbend.websocket.tck.Processes;
import dev.sheetbend.websocket.tck.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server that a shell has started. It is asked from outside, by the JDK's tools, and told to end as a service manager
 * does it, by SIGTERM.
 */
public final class DistributionProcess implements ServerProcess {
    /** Of the war in all of the README's lines. */
    private static final String CONTEXT_PATH = "/app";

    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final String LOG = "log.txt";
    private static final String OURS = "sheetbend";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(WAIT)
            .build();

    private final String name;
    private final Ports ports;
    private final Path directory;
    private final Process shell;

    private DistributionProcess(String name, Ports ports, Path directory, Process shell) {
        this.name = name;
        this.ports = ports;
        this.directory = directory;
        this.shell = shell;
    }

    /**
     * Has a shell execute lines, the last of which starts a server in the foreground.
     *
     * @param directory where it executes them, and where the log will be
     */
    static DistributionProcess start(
            String name, Ports ports, String lines, Path directory, Map<String, String> environment) {
        try {
            Path script = Files.writeString(directory.resolve("lines.sh"), lines);
            ProcessBuilder builder = new ProcessBuilder("sh", "-eu", script.toString())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(LOG).toFile());
            String javaHome = System.getProperty("java.home");
            builder.environment().put("JAVA_HOME", javaHome);
            builder.environment().merge("PATH", javaHome + "/bin:", (path, first) -> first + path);
            builder.environment().putAll(environment);
            // Every JVM reads this, however its server's scripts put their command line together.
            if (!Container.jvmOptions().isEmpty()) {
                builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", Container.jvmOptions()));
            }
            Process shell = Processes.guarded(builder.start());
            try {
                shell.outputWriter().close();
                return new DistributionProcess(name, ports, directory, shell);
            } catch (IOException | RuntimeException | Error e) {
                Processes.kill(shell);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a page is there. */
    public void awaitPage(String path) {
        await("does not serve " + path, () -> status(path) == 200);
    }

    /** Waits until a page is there no more. */
    void awaitNoPage(String path) {
        await("still serves " + path, () -> status(path) != 200);
    }

    /** Waits until the log has a text. */
    public void awaitLog(String text) {
        await("does not log \"" + text + "\"", () -> log().contains(text));
    }

    private void await(String failure, BooleanSupplier condition) {
        boolean met = false;
        try {
            awaitOrEnd(failure, condition);
            met = true;
        } finally {
            if (!met) {
                Processes.kill(shell);
            }
        }
    }

    private void awaitOrEnd(String failure, BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .atMost(WAIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> condition.getAsBoolean() || !shell.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name + " " + failure + "; its log is:\n" + log(), e);
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError(name + " ended with " + shell.exitValue() + "; its log is:\n" + log());
        }
    }

    /** The status of the answer to a GET, 0 without one. */
    int status(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.http() + path))
                .timeout(WAIT)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where the lines were executed. */
    Path directory() {
        return directory;
    }

    /** Where it listens. */
    Ports ports() {
        return ports;
    }

    /** Its JVM. */
    Jvm jvm() {
        return new Jvm(java().orElseThrow(() -> new AssertionError(name + " has ended; its log is:\n" + log())));
    }

    /** A start script may start a JVM that starts the server's. */
    private Optional<ProcessHandle> java() {
        return Stream.concat(Stream.of(shell.toHandle()), shell.toHandle().descendants())
                .filter(DistributionProcess::isJava)
                .filter(process -> process.children().noneMatch(DistributionProcess::isJava))
                .findFirst();
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }

    @Override
    public int httpPort() {
        return ports.http();
    }

    @Override
    public int httpsPort() {
        return ports.https();
    }

    @Override
    public String contextPath() {
        return CONTEXT_PATH;
    }

    @Override
    public void stop() {
        java().ifPresent(ProcessHandle::destroy);
        try {
            shell.onExit().get(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            Processes.kill(shell);
            throw new AssertionError(name + " does not end; its log is:\n" + log(), e);
        } catch (InterruptedException e) {
            Processes.kill(shell);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> threads() {
        return java().map(Jvm::new).map(Jvm::threads).orElse(List.of()).stream()
                .filter(thread -> thread.startsWith(OURS))
                .sorted()
                .toList();
    }

    @Override
    public Memory memory() {
        return jvm().memory();
    }

    @Override
    public String log() {
        try {
            return new String(Files.readAllBytes(directory.resolve(LOG)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int end() {
        stop();
        return shell.exitValue() == ENDED_BY_SIGTERM ? 0 : shell.exitValue();
    }

    @Override
    public String toString() {
        return name;
    }
}
