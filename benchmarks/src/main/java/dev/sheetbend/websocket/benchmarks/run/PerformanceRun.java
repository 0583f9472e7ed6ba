package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.load.Workload;
import dev.sheetbend.websocket.benchmarks.report.Performance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures all workloads on all servers. All servers run all the time, and each workload is measured on one right after
 * the other, in an order that turns from round to round, also within a pair of neighbours: what a machine does beside
 * that comes and goes, and disturbs neighbours alike.
 */
public final class PerformanceRun {
    private final PerformancePlan plan;
    private final List<Candidate> candidates;
    private final Path directory;
    private final PrintWriter progress;
    private final WorkloadProbe workloadProbe;
    private final IdleProbe idleProbe;
    private final Performance results;
    /** What has failed once is not tried again. */
    private final Set<String> leftOut = new HashSet<>();

    /**
     * Prepares a run.
     *
     * @param directory for the servers' logs and recordings; is made
     * @param progress gets a line for each figure
     */
    public PerformanceRun(PerformancePlan plan, List<Candidate> candidates, Path directory, PrintWriter progress) {
        this.plan = plan;
        this.candidates = List.copyOf(candidates);
        this.directory = directory;
        this.progress = progress;
        workloadProbe = new WorkloadProbe(plan);
        idleProbe = new IdleProbe(plan);
        results = Performance.of(plan.workloads().stream()
                .map(workload -> new Performance.Work(workload.id(), workload.title()))
                .toList());
        results.settings().putAll(settings());
    }

    /** What is to be done with the results after each round. */
    public interface Sink {
        /** Takes what has been measured so far. */
        void accept(Performance results) throws IOException;
    }

    /**
     * Measures as the plan says.
     *
     * @return everything; what was wrong is among it
     */
    public Performance run(Sink sink) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (Candidate candidate : candidates) {
                ServerProcess server =
                        ServerProcess.start(candidate, plan.jvmOptions(), directory.resolve(candidate.name() + ".log"));
                servers.add(server);
                results.servers().add(describe(server));
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                measure(round, turned(servers, round));
                sink.accept(results);
            }
        } finally {
            for (ServerProcess server : servers) {
                server.close();
            }
        }
        return results;
    }

    /** Turned by neighbours: one and its peer stay side by side, and take turns in being the first. */
    private static List<ServerProcess> turned(List<ServerProcess> servers, int round) {
        Map<String, List<ServerProcess>> neighbours = new LinkedHashMap<>();
        for (ServerProcess server : servers) {
            neighbours
                    .computeIfAbsent(server.candidate().baseline(), peer -> new ArrayList<>())
                    .add(server);
        }
        List<List<ServerProcess>> turned = new ArrayList<>(neighbours.values());
        Collections.rotate(turned, 1 - round);
        if (round % 2 == 0) {
            turned.forEach(Collections::reverse);
        }
        return turned.stream().flatMap(List::stream).toList();
    }

    private void measure(int round, List<ServerProcess> servers) throws IOException, InterruptedException {
        for (Workload workload : plan.workloads()) {
            for (ServerProcess server : servers) {
                if (can(server.candidate().kind(), workload)) {
                    measure(round, server, workload);
                }
            }
        }
        if (round == 1 && plan.idleConnections() > 0) {
            for (ServerProcess server : servers) {
                if (!server.candidate().kind().neverBlocks()) {
                    idle(round, server);
                }
            }
        }
    }

    private void measure(int round, ServerProcess server, Workload workload) {
        String name = server.candidate().name() + ", " + workload.id();
        if (leftOut.contains(name)) {
            return;
        }
        boolean recorded = round == 1 && plan.recorded().equals(Optional.of(workload.id()));
        Optional<Path> recording =
                recorded ? Optional.of(directory.resolve(name.replace(", ", "-") + ".jfr")) : Optional.empty();
        try {
            Performance.Cell cell = workloadProbe.measure(server, workload, round, round == 1, recording);
            results.cells().add(cell);
            say("round %d  %-20s %-18s %,9d messages in %.2f s, %8.2f µs of processor time and %,9d bytes each"
                    .formatted(
                            round,
                            workload.id(),
                            server.candidate().name(),
                            cell.messages(),
                            cell.seconds(),
                            cell.cpuSeconds() * 1e6 / cell.messages(),
                            cell.allocatedBytes() / cell.messages()));
        } catch (IOException | RuntimeException e) {
            // What a server answers may be anything; the others are measured all the same.
            leftOut.add(name);
            failure(name, e);
        }
    }

    private void idle(int round, ServerProcess server) throws InterruptedException {
        try {
            Performance.Idle idle = idleProbe.measure(server, round);
            results.idle().add(idle);
            say("round %d  %d idle connections  %-18s %,d bytes native, %,d on the heap, %,d direct"
                    .formatted(
                            round,
                            idle.connections(),
                            idle.server(),
                            idle.nativeBytes(),
                            idle.heapBytes(),
                            idle.directBytes()));
        } catch (IOException | RuntimeException e) {
            failure(server.candidate().name() + ", idle connections", e);
        }
    }

    private static Performance.Server describe(ServerProcess server) {
        ServerKind kind = server.candidate().kind();
        return new Performance.Server(
                server.candidate().name(),
                server.version(),
                kind.container(),
                ours(kind),
                ours(kind) ? kind.peer().toString() : "",
                kind == kind.floor() ? "" : kind.floor().toString());
    }

    private static boolean ours(ServerKind kind) {
        return kind.peer() != kind;
    }

    /** Whether a server has what a workload needs. */
    private static boolean can(ServerKind kind, Workload workload) {
        boolean able = switch (workload.kind()) {
            case ECHO -> workload.offer().isEmpty() || kind.compresses();
            case BROADCAST -> kind.broadcasts();
            case CONNECT -> !kind.echoesBytes();
        };
        return able
                && (!kind.neverBlocks() || workload.id().startsWith("text-64"))
                && switch (workload.needs()) {
                    case NOTHING -> true;
                    case ENDPOINTS -> !kind.echoesBytes() && kind != ServerKind.NETTY;
                    case SHEETBEND -> ours(kind);
                };
    }

    private Map<String, String> settings() {
        return Map.of(
                "rounds", String.valueOf(plan.rounds()),
                "seconds of each measurement", seconds(plan.time().toMillis()),
                "most seconds of warm-up", seconds(plan.longestWarmUp().toMillis()),
                "servers' JVM options", String.join(" ", plan.jvmOptions()));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f", millis / 1e3);
    }

    private void failure(String name, Exception e) {
        String what = name + ": " + (e instanceof IOException ? e.getMessage() : e.toString());
        results.failures().add(what);
        say("FAILED  " + what);
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
