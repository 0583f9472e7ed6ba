package dev.sheetbend.websocket.tck;

import dev.sheetbend.websocket.tck.endpoint.Endpoints;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process with a launcher in it, or whatever else knows a launcher's protocol, which is in {@code server.Launcher}. Any
 * thread may call; commands are answered one after the other.
 */
public final class LauncherProcess implements ServerProcess {
    private static final int START_SECONDS = 60;
    private static final int ANSWER_SECONDS = 60;
    private static final Pattern READY = Pattern.compile("READY http=(\\d+) https=(\\d+)");
    private static final String END = "";
    /** What launchers are told in {@code server.ServerSettings}. */
    private static final String CONTEXT_PATH = "/tck";

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Writer commands;
    private final int httpPort;
    private final int httpsPort;

    private LauncherProcess(String name, List<String> command, Path directory) {
        this.name = name;
        log = directory.resolve("log.txt");
        try {
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers of " + name);
        reader.setDaemon(true);
        reader.start();
        try {
            Matcher ready = READY.matcher(take(START_SECONDS));
            if (!ready.matches()) {
                throw failure("did not start");
            }
            httpPort = Integer.parseInt(ready.group(1));
            httpsPort = Integer.parseInt(ready.group(2));
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Starts a container with every endpoint of the suite, and waits until it serves. */
    static ServerProcess start(Container container) {
        return start(container, false);
    }

    /** Starts a container that takes wars, with Weld beside it and the endpoints that need CDI. */
    public static LauncherProcess startWithCdi(Container container) {
        return start(container, true);
    }

    private static LauncherProcess start(Container container, boolean cdi) {
        Path directory = TestFiles.newDirectory(container.toString());
        return new LauncherProcess(container.toString(), commandLine(container, cdi, directory), directory);
    }

    /** Whatever says {@code READY} as a launcher does, and ends when its standard input does. */
    static ServerProcess start(String name, List<String> command, Path directory) {
        return new LauncherProcess(name, command, directory);
    }

    @Override
    public int httpPort() {
        return httpPort;
    }

    @Override
    public String contextPath() {
        return CONTEXT_PATH;
    }

    @Override
    public int httpsPort() {
        return httpsPort;
    }

    @Override
    public void stop() {
        ask("stop", "STOPPED");
    }

    @Override
    public List<String> threads() {
        String names = ask("threads", "THREADS");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    @Override
    public Memory memory() {
        String[] words = ask("memory", "MEMORY").split(" ");
        return new Memory(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    /** What a public static method of the application answers, as text. */
    public String call(String className, String method) {
        return ask("call " + className + " " + method, "RESULT");
    }

    @Override
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int end() {
        try {
            commands.close();
        } catch (IOException e) {
            // The pipe is broken when the JVM has gone already, which is what this is for.
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<String> commandLine(Container container, boolean cdi, Path directory) {
        List<String> classPath = new ArrayList<>();
        classPath.add(TestFiles.TEST_CLASSES.toString());
        classPath.add(TestFiles.BASE.resolve("containers").resolve(container.library()) + "/target/lib/*");
        if (cdi) {
            classPath.add(TestFiles.BASE.resolve("containers/weld-6.0") + "/target/lib/*");
        }
        if (!container.war()) {
            classPath.add(TestFiles.DROP_IN + "/*");
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m"));
        command.addAll(Container.jvmOptions());
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, classPath),
                container.launcher(),
                "--endpoints=" + String.join(",", Endpoints.names()),
                "--pages=" + TestFiles.PAGES,
                "--keystore=" + TestTls.keystore(),
                "--scratch=" + directory));
        if (container.war()) {
            Path war = directory.resolve("war");
            command.add("--war=" + (cdi ? TestFiles.warWithCdi(war) : TestFiles.war(war)));
        }
        return command;
    }

    private synchronized String ask(String command, String answer) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw failure("is gone");
        }
        String line = take(ANSWER_SECONDS);
        if (!line.startsWith(answer)) {
            throw failure("answered \"" + line + "\" to \"" + command + "\"");
        }
        return line.substring(answer.length()).strip();
    }

    private String take(int seconds) {
        try {
            String line = answers.poll(seconds, TimeUnit.SECONDS);
            if (line == null) {
                throw failure("did not answer within " + seconds + " s");
            }
            if (line.equals(END)) {
                throw failure("ended");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            // The process was ended by force; its end is the news.
        }
        answers.add(END);
    }

    private AssertionError failure(String what) {
        return new AssertionError(name + " " + what + "; its log is:\n" + log());
    }
}
