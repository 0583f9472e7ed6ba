package dev.sheetbend.websocket.benchmarks.server;

import com.sun.management.OperatingSystemMXBean;
import jakarta.servlet.ServletContainerInitializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * The main class of a server's JVM. It says on standard output where it listens, then answers each line of standard
 * input with one line, and ends when standard input does:
 *
 * <pre>
 * READY [port] [name and version of the container]
 * cpu       CPU [nanoseconds of processor time that this JVM has used]
 * memory    MEMORY [resident bytes, 0 if unknown] [bytes of heap in use], after collections
 * </pre>
 */
public final class EchoServer {
    private final PrintStream answers;

    private EchoServer(PrintStream answers) {
        this.answers = answers;
    }

    /**
     * Runs until standard input ends.
     *
     * @param args the container, {@code tomcat} or {@code jetty}, and the class name of the initializer
     */
    public static void main(String[] args) throws Exception {
        EchoServer server = new EchoServer(System.out);
        // What containers print must not look like an answer.
        System.setOut(System.err);
        EmbeddedContainer container = container(args[0]);
        int port = container.start(Class.forName(args[1])
                .asSubclass(ServletContainerInitializer.class)
                .getConstructor()
                .newInstance());
        server.answers.println("READY " + port + " " + container.version());
        server.obey();
        System.exit(0);
    }

    private static EmbeddedContainer container(String name) {
        // Each is loaded only where its jars are on the class path.
        return switch (name) {
            case "tomcat" -> new TomcatContainer();
            case "jetty" -> new JettyContainer();
            default -> throw new IllegalArgumentException("No container " + name);
        };
    }

    private void obey() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(
                    switch (line) {
                        case "cpu" -> "CPU " + cpu();
                        case "memory" -> memory();
                        case "compiled" ->
                            "COMPILED "
                                    + ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
                        case "allocated" -> "ALLOCATED " + allocated();
                        default -> throw new IllegalArgumentException("Unknown command " + line);
                    });
        }
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long allocated() {
        com.sun.management.ThreadMXBean threads =
                ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
        return java.util.Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static String memory() throws IOException {
        ProcessMemory.collect();
        return "MEMORY " + ProcessMemory.resident() + " "
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
