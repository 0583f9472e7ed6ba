package dev.sheetbend.websocket.benchmarks;

import dev.sheetbend.websocket.benchmarks.load.Workload;
import dev.sheetbend.websocket.benchmarks.load.Workloads;
import dev.sheetbend.websocket.benchmarks.report.Performance;
import dev.sheetbend.websocket.benchmarks.report.PerformanceFiles;
import dev.sheetbend.websocket.benchmarks.run.Candidate;
import dev.sheetbend.websocket.benchmarks.run.PerformancePlan;
import dev.sheetbend.websocket.benchmarks.run.PerformanceRun;
import dev.sheetbend.websocket.benchmarks.run.ServerKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything that a server does, on every server. */
@Command(
        name = "performance",
        mixinStandardHelpOptions = true,
        description =
                "Measures Sheetbend on its containers beside their own WebSockets, others, and the floor: processor"
                        + " time, throughput, latency, allocation and memory. A look of two minutes, unless --full.")
final class PerformanceCommand implements Callable<Integer> {
    private static final double MILLIS = 1000;
    private static final double USUAL_SECONDS = 0.9;
    private static final double FAST_WARM_UP = 1.5;
    private static final double FULL_WARM_UP = 2;
    /** Of a measurement, before it, and of the warm-up between two questions. */
    private static final double LEAD = 0.22;

    private static final int SLICES = 3;
    private static final int FULL_ROUNDS = 3;
    private static final int FULL_IDLE_CONNECTIONS = 1000;
    private static final List<String> FAST_SERVERS = List.of(
            "sheetbend-tomcat", "tomcat", "sheetbend-jetty", "jetty", "sheetbend-undertow", "undertow", "netty");

    @Spec
    private CommandSpec spec;

    @Option(names = "--full", description = "All workloads on all servers, three rounds: less than 20 minutes.")
    private boolean full;

    @Option(names = "--servers", split = ",", description = "Which to measure. Default: as the mode says")
    private List<String> servers = List.of();

    @Option(names = "--workloads", split = ",", description = "Which to measure. Default: as the mode says")
    private List<String> workloads = List.of();

    @Option(names = "--rounds", description = "Measure everything so many times. Default: 1, and 3 with --full")
    private Integer rounds;

    @Option(names = "--seconds", description = "Seconds of each measurement; a fifth more goes before. Default: 0.9")
    private Double seconds;

    @Option(
            names = "--warm-up",
            description = "Seconds of load at most before the first measurement of each workload on each server; less"
                    + " when the server's compiler is quiet before. Default: 1.5, and 2 with --full")
    private Double warmUp;

    @Option(
            names = "--idle-connections",
            description = "Connections for the memory, 0 not to measure it. Default: 0, and 1000 with --full")
    private Integer idleConnections;

    @Option(
            names = "--settle",
            defaultValue = "0.5",
            description = "Seconds between two looks at the memory, which go on until two agree, three times at most."
                    + " Default: ${DEFAULT-VALUE}")
    private double settle;

    @Option(
            names = "--record",
            paramLabel = "<workload>",
            description = "Make a flight recording of each server with this workload, beside the servers' logs.")
    private String recorded;

    @Option(
            names = "-D",
            mapFallbackValue = "",
            description = "A system property of Sheetbend's JVMs, name=value, may be repeated.")
    private Map<String, String> properties = new TreeMap<>();

    @Option(
            names = "--jvm-option",
            description = "For the servers' JVMs, may be repeated. Default: ${DEFAULT-VALUE}."
                    + " The heap should be resident from the start, so that resident memory grows by native memory"
                    + " only.")
    private List<String> jvmOptions = List.of("-Xms384m", "-Xmx384m", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC");

    @Option(
            names = "--directory",
            defaultValue = "${sys:benchmarks.directory:-target}",
            description = "Where results and logs go. Default: ${DEFAULT-VALUE}")
    private Path directory;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PerformancePlan plan = plan();
        List<Candidate> candidates = candidates();
        PrintWriter out = spec.commandLine().getOut();
        Files.createDirectories(directory);
        PerformanceFiles files = PerformanceFiles.in(directory);
        Performance results =
                new PerformanceRun(plan, candidates, directory.resolve("performance-logs"), out).run(files::write);
        out.println();
        out.println(Files.readString(files.markdown()));
        out.println("Written to " + files.json() + ", " + files.markdown() + " and " + files.plot());
        results.failures().forEach(failure -> out.println("FAILED  " + failure));
        out.flush();
        return results.failures().isEmpty() ? 0 : 1;
    }

    private PerformancePlan plan() {
        Duration time = time(orElse(seconds, USUAL_SECONDS));
        return new PerformancePlan(
                chosen(),
                orElse(rounds, full ? FULL_ROUNDS : 1),
                time.dividedBy(SLICES),
                time(orElse(warmUp, full ? FULL_WARM_UP : FAST_WARM_UP)),
                time(LEAD * time.toMillis() / MILLIS),
                time,
                orElse(idleConnections, full ? FULL_IDLE_CONNECTIONS : 0),
                time(settle),
                Optional.ofNullable(recorded),
                jvmOptions);
    }

    private List<Workload> chosen() {
        try {
            List<Workload> chosen = full && workloads.isEmpty()
                    ? Workloads.all()
                    : Workloads.of(workloads.isEmpty() ? Workloads.fast() : workloads);
            if (recorded != null
                    && chosen.stream().noneMatch(workload -> workload.id().equals(recorded))) {
                throw new IllegalArgumentException("The workload " + recorded + " is not measured, so not recorded");
            }
            return chosen;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Candidate> candidates() {
        try {
            List<ServerKind> kinds = servers.isEmpty() && full
                    ? Arrays.asList(ServerKind.values())
                    : (servers.isEmpty() ? FAST_SERVERS : servers)
                            .stream().map(ServerKind::of).toList();
            return kinds.stream().map(kind -> Candidate.peer(kind, properties)).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static <T> T orElse(T given, T usual) {
        return given == null ? usual : given;
    }

    private static Duration time(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }
}
