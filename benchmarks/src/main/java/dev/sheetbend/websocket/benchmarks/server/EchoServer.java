package dev.sheetbend.websocket.benchmarks.server;

import dev.sheetbend.websocket.benchmarks.server.netty.NettyServer;
import dev.sheetbend.websocket.benchmarks.server.raw.NioServer;
import jakarta.servlet.ServletContainerInitializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * The main class of a server's JVM. It says on standard output where it listens, then answers each line of standard
 * input with one line, and ends when standard input does:
 *
 * <pre>
 * READY [port] [name and version of the container]
 * cpu            CPU [nanoseconds of processor time that this JVM has used]
 * memory         MEMORY [resident bytes, 0 if unknown] [bytes of heap in use] [bytes of direct buffers],
 *                after collections
 * allocated      ALLOCATED [bytes that all threads have allocated on the heap since the start]
 * compiled       COMPILED [milliseconds that compilations took which have ended]
 * record [file]  RECORD ok, and a flight recording has begun
 * recorded       RECORDED ok, and the recording is in the file
 * </pre>
 */
public final class EchoServer {
    private final PrintStream answers;
    private final Counters counters = new Counters();
    private final FlightRecorder recorder = new FlightRecorder();

    private EchoServer(PrintStream answers) {
        this.answers = answers;
    }

    /**
     * Runs until standard input ends.
     *
     * @param args the container: {@code tomcat}, {@code jetty}, {@code undertow}, {@code grizzly}, {@code netty} or
     *     {@code nio}; and the class name of the initializer where the WebSocket has one
     */
    public static void main(String[] args) throws Exception {
        EchoServer echo = new EchoServer(System.out);
        // What containers print must not look like an answer.
        System.setOut(System.err);
        EmbeddedServer server = server(args);
        int port = server.start();
        echo.answers.println("READY " + port + " " + server.version());
        echo.obey();
        System.exit(0);
    }

    private static EmbeddedServer server(String[] args) throws ReflectiveOperationException {
        // Each is loaded only where its jars are on the class path.
        return switch (args[0]) {
            case "tomcat" -> new TomcatContainer(initializer(args[1]));
            case "jetty" -> new JettyContainer(initializer(args[1]));
            case "undertow" ->
                args.length > 1
                        ? UndertowContainer.with(initializer(args[1]))
                        : new UndertowContainer(OwnUndertowWebSocket::deploy);
            case "grizzly" -> new TyrusServer();
            case "netty" -> new NettyServer(LargeEchoEndpoint.LIMIT, BroadcastEndpoint.PATH);
            case "nio" -> new NioServer(BroadcastEndpoint.PATH);
            default -> throw new IllegalArgumentException("No container " + args[0]);
        };
    }

    private static ServletContainerInitializer initializer(String name) throws ReflectiveOperationException {
        return Class.forName(name)
                .asSubclass(ServletContainerInitializer.class)
                .getConstructor()
                .newInstance();
    }

    private void obey() throws IOException, ParseException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", 2);
            answers.println(
                    switch (words[0]) {
                        case "cpu" -> "CPU " + counters.cpu();
                        case "memory" -> memory();
                        case "allocated" -> "ALLOCATED " + counters.allocated();
                        case "compiled" -> "COMPILED " + counters.compiledMillis();
                        case "record" -> record(words[1]);
                        case "recorded" -> recorded();
                        default -> throw new IllegalArgumentException("Unknown command " + line);
                    });
        }
    }

    private static String memory() throws IOException {
        ProcessMemory.collect();
        return "MEMORY " + ProcessMemory.resident() + " "
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " "
                + ProcessMemory.direct();
    }

    private String record(String file) throws IOException, ParseException {
        recorder.start(Path.of(file));
        return "RECORD ok";
    }

    private String recorded() throws IOException {
        recorder.stop();
        return "RECORDED ok";
    }
}
