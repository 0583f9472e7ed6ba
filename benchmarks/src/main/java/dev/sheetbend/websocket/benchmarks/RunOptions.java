package dev.sheetbend.websocket.benchmarks;

import dev.sheetbend.websocket.benchmarks.report.ResultFiles;
import dev.sheetbend.websocket.benchmarks.run.Candidate;
import dev.sheetbend.websocket.benchmarks.run.Plan;
import dev.sheetbend.websocket.benchmarks.run.Rounds;
import dev.sheetbend.websocket.benchmarks.server.LargeEchoEndpoint;
import dev.sheetbend.websocket.benchmarks.text.JsonTexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be set for every measurement against servers. */
final class RunOptions {
    private static final double MILLIS = 1000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Measure everything so many times, each in new JVMs. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--minutes",
            defaultValue = "10",
            description = "Begin no round that would end later than this. Default: ${DEFAULT-VALUE}")
    private double minutes;

    @Option(names = "--parts", split = ",", description = "What to measure: ${COMPLETION-CANDIDATES}. Default: all")
    private List<Plan.Part> parts = List.of(Plan.Part.values());

    @Option(
            names = "--offer",
            defaultValue = "permessage-deflate; client_max_window_bits",
            description =
                    "The client's Sec-WebSocket-Extensions, empty for none. Default, as browsers do: ${DEFAULT-VALUE}")
    private String offer;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "100,1024,16384",
            description = "Bytes of the texts. Default: ${DEFAULT-VALUE}")
    private List<Integer> sizes;

    @Option(
            names = "--loads",
            split = ",",
            description = "How to send: ${COMPLETION-CANDIDATES}. Default: as the command says")
    private List<Plan.Load> loads = List.of();

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "Connections for the throughput. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--depth",
            defaultValue = "32",
            description = "Messages on their way on each connection when pipelined. Default: ${DEFAULT-VALUE}")
    private int depth;

    @Option(
            names = "--warm-up",
            defaultValue = "6",
            description = "Seconds of load on each new server before throughput is measured. Default: ${DEFAULT-VALUE}")
    private double warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description =
                    "Seconds of each measurement of throughput; a quarter of it goes before. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(
            names = "--idle-connections",
            defaultValue = "1000",
            description = "Connections for the memory. Default: ${DEFAULT-VALUE}")
    private int idleConnections;

    @Option(
            names = "--idle-messages",
            defaultValue = "64",
            description = "Messages that each of these echoes before it is idle; a window is resident when it has been"
                    + " filled. Default: ${DEFAULT-VALUE}")
    private int idleMessages;

    @Option(
            names = "--idle-size",
            defaultValue = "1024",
            description = "Bytes of each of these. Default: ${DEFAULT-VALUE}")
    private int idleSize;

    @Option(
            names = "--settle",
            defaultValue = "1",
            description = "Seconds of idleness between two looks at the memory, which go on until two agree."
                    + " Default: ${DEFAULT-VALUE}")
    private double settle;

    @Option(
            names = "--jvm-option",
            description = "For the servers' JVMs, may be repeated. Default: ${DEFAULT-VALUE}."
                    + " The heap should be resident from"
                    + " the start, so that resident memory grows by native memory only.")
    private List<String> jvmOptions = List.of("-Xms384m", "-Xmx384m", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC");

    @Option(
            names = "--directory",
            defaultValue = "${sys:benchmarks.directory:-target}",
            description = "Where results and logs go. Default: ${DEFAULT-VALUE}")
    private Path directory;

    /**
     * Measures, writes the results after each round, and prints the tables at the end.
     *
     * @param name of the files
     * @param usualLoads when nobody has said which
     */
    void run(String name, List<Candidate> candidates, List<Plan.Load> usualLoads)
            throws IOException, InterruptedException {
        check();
        PrintWriter out = spec.commandLine().getOut();
        Files.createDirectories(directory);
        ResultFiles files = ResultFiles.in(directory, name);
        new Rounds(plan(usualLoads), candidates, directory.resolve(name + "-logs"), out).run(files::write);
        out.println();
        out.println(Files.readString(files.markdown()));
        out.println("Written to " + files.json() + " and " + files.markdown());
        out.flush();
    }

    private Plan plan(List<Plan.Load> usualLoads) {
        return new Plan(
                EnumSet.copyOf(parts),
                rounds,
                time(minutes * 60),
                offer,
                sizes,
                loads.isEmpty() ? usualLoads : loads,
                connections,
                depth,
                time(warmUp),
                time(seconds / 4),
                time(seconds),
                idleConnections,
                idleMessages,
                idleSize,
                time(settle),
                jvmOptions);
    }

    private void check() {
        for (int size : sizes) {
            if (size < JsonTexts.SMALLEST || size > LargeEchoEndpoint.LONGEST) {
                throw wrong("A text has " + JsonTexts.SMALLEST + " to " + LargeEchoEndpoint.LONGEST + " bytes");
            }
        }
        if (List.of(rounds, connections, depth, idleConnections, idleMessages).stream()
                .anyMatch(number -> number < 1)) {
            throw wrong("Rounds, connections, messages and the depth are at least 1");
        }
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private static Duration time(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }
}
