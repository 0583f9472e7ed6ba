package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.report.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures all candidates again and again. What a machine does beside that comes and goes, so each figure is taken of
 * one candidate right after the other, in an order that turns from round to round; and each round starts new JVMs,
 * since no two runs of a JIT compiler come to the same code.
 */
public final class Rounds {
    private final Plan plan;
    private final List<Candidate> candidates;
    private final Path directory;
    private final PrintWriter progress;
    private final MemoryProbe memoryProbe;
    private final LoadProbe loadProbe;
    private final Results results;

    /**
     * Prepares the texts.
     *
     * @param directory for the servers' logs; is made
     * @param progress gets a line for each figure
     */
    public Rounds(Plan plan, List<Candidate> candidates, Path directory, PrintWriter progress) {
        this.plan = plan;
        this.candidates = List.copyOf(candidates);
        this.directory = directory;
        this.progress = progress;
        memoryProbe = new MemoryProbe(plan);
        loadProbe = new LoadProbe(plan);
        results = Results.of(plan, this.candidates);
    }

    /** What is to be done with the results after each round. */
    public interface Sink {
        /** Takes what has been measured so far. */
        void accept(Results results) throws IOException;
    }

    /** Measures as the plan says. */
    public void run(Sink sink) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        long start = System.nanoTime();
        Duration longest = Duration.ZERO;
        for (int round = 1; round <= plan.rounds(); round++) {
            long began = System.nanoTime();
            if (Duration.ofNanos(began - start).plus(longest).compareTo(plan.budget()) > 0) {
                say("No more rounds: the next one would take longer than the time that is left.");
                return;
            }
            List<Candidate> turned = new ArrayList<>(candidates);
            Collections.rotate(turned, 1 - round);
            measure(round, turned);
            sink.accept(results);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
    }

    private void measure(int round, List<Candidate> order) throws IOException, InterruptedException {
        if (plan.parts().contains(Plan.Part.MEMORY)) {
            for (Candidate candidate : order) {
                try (ServerProcess server = start(candidate)) {
                    Results.Memory memory = memoryProbe.measure(server, round);
                    results.memory().add(memory);
                    say("round %d  %-18s %d idle connections: %,d bytes native, %,d bytes on the heap"
                            .formatted(
                                    round,
                                    memory.server(),
                                    memory.connections(),
                                    memory.nativeBytes(),
                                    memory.heapBytes()));
                }
            }
        }
        boolean ratio = plan.parts().contains(Plan.Part.RATIO) && round == 1;
        boolean throughput = plan.parts().contains(Plan.Part.THROUGHPUT);
        if (ratio || throughput) {
            List<ServerProcess> servers = new ArrayList<>();
            try {
                for (Candidate candidate : order) {
                    servers.add(start(candidate));
                }
                if (ratio) {
                    ratios(servers);
                }
                if (throughput) {
                    throughput(round, servers);
                }
            } finally {
                for (ServerProcess server : servers) {
                    server.close();
                }
            }
        }
    }

    private void ratios(List<ServerProcess> servers) throws IOException {
        for (ServerProcess server : servers) {
            for (int size : plan.sizes()) {
                Results.Ratio ratio = loadProbe.ratio(server, size);
                results.ratios().add(ratio);
                say("%-18s %6d bytes of text: %,d bytes on the wire for %,d"
                        .formatted(ratio.server(), size, ratio.wireBytes(), ratio.payloadBytes()));
            }
        }
    }

    private void throughput(int round, List<ServerProcess> servers) throws IOException {
        for (ServerProcess server : servers) {
            loadProbe.warmUp(server);
        }
        for (int size : plan.sizes()) {
            for (Plan.Load load : plan.loads()) {
                for (ServerProcess server : servers) {
                    Results.Throughput throughput = loadProbe.throughput(server, round, size, load);
                    results.throughput().add(throughput);
                    say("round %d  %-18s %6d bytes %-9s: %,d messages in %.2f s, %.2f s of the server's processor time"
                            .formatted(
                                    round,
                                    throughput.server(),
                                    size,
                                    load.name().toLowerCase(Locale.ROOT),
                                    throughput.messages(),
                                    throughput.seconds(),
                                    throughput.serverCpuSeconds()));
                }
            }
        }
    }

    private ServerProcess start(Candidate candidate) throws IOException {
        ServerProcess server =
                ServerProcess.start(candidate, plan.jvmOptions(), directory.resolve(candidate.name() + ".log"));
        boolean known = false;
        try {
            results.environment().put(candidate.kind().container(), server.version());
            if (!results.agreements().containsKey(candidate.name())) {
                results.agreements().put(candidate.name(), loadProbe.agreement(server));
            }
            known = true;
            return server;
        } finally {
            if (!known) {
                server.close();
            }
        }
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
