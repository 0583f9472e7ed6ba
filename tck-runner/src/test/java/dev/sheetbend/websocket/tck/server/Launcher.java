package dev.sheetbend.websocket.tck.server;

import jakarta.servlet.ServletContainerInitializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The main loop of a container's JVM. It says on standard output where the container listens, then answers each line of
 * standard input with one line, and ends when standard input does:
 *
 * <pre>
 * READY http=[port] https=[port]
 * stop                    STOPPED when the application and the container have ended
 * threads                 THREADS [names of live threads that begin with "sheetbend", with commas]
 * memory                  MEMORY [bytes that are resident] [the most since this was last asked]; 0 0 where no system tells
 * call [class] [method]   RESULT [what that static method of the application answers]
 * </pre>
 *
 * A command that fails is answered by {@code FAILED} and the exception; its trace is on standard error.
 */
final class Launcher {
    private final EmbeddedServer server;
    private final PrintStream answers;

    private Launcher(EmbeddedServer server, PrintStream answers) {
        this.server = server;
        this.answers = answers;
    }

    static void run(EmbeddedServer server, String[] args) throws Exception {
        Launcher launcher = new Launcher(server, System.out);
        // What containers and applications print must not look like an answer.
        System.setOut(System.err);
        EmbeddedServer.Ports ports = server.start(ServerSettings.parse(args));
        launcher.answers.println("READY http=" + ports.http() + " https=" + ports.https());
        launcher.obey();
        // Ends the JVM even if the container has left a thread behind, which is what "threads" is for.
        System.exit(0);
    }

    /** Our initializer, when the drop-in jar is on the class path, or those that the settings name, in that order. */
    static List<ServletContainerInitializer> initializers(ServerSettings settings) {
        return settings.initializers().stream().map(Launcher::initializer).toList();
    }

    private static ServletContainerInitializer initializer(String name) {
        return ServiceLoader.load(ServletContainerInitializer.class).stream()
                .filter(provider -> provider.type().getName().startsWith(name))
                .map(ServiceLoader.Provider::get)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no ServletContainerInitializer " + name));
    }

    private void obey() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(answer(line.split(" ")));
        }
    }

    private String answer(String[] command) {
        try {
            return switch (command[0]) {
                case "stop" -> {
                    server.stop();
                    yield "STOPPED";
                }
                case "threads" -> "THREADS " + threads();
                case "memory" -> "MEMORY " + memory();
                case "call" -> "RESULT " + call(command[1], command[2]);
                default -> throw new IllegalArgumentException("Unknown command " + command[0]);
            };
        } catch (Exception e) {
            e.printStackTrace();
            return "FAILED " + e;
        }
    }

    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sheetbend"))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** From Linux, which also lets a process start anew with the most that it has had. */
    private static String memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "0 0";
        }
        System.gc();
        Map<String, Long> kilobytes = new HashMap<>();
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                kilobytes.put(line.substring(0, 5), Long.parseLong(line.replaceAll("\\D", "")));
            }
        }
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        return 1024 * kilobytes.get("VmRSS") + " " + 1024 * kilobytes.get("VmHWM");
    }

    private String call(String type, String method) throws ReflectiveOperationException {
        Class<?> loaded = Class.forName(type, true, server.applicationLoader());
        return String.valueOf(loaded.getMethod(method).invoke(null));
    }
}
