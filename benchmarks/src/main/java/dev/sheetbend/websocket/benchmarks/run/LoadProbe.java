package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.client.FrameCycles;
import dev.sheetbend.websocket.benchmarks.client.LoadClient;
import dev.sheetbend.websocket.benchmarks.report.Results;
import dev.sheetbend.websocket.benchmarks.server.EchoEndpoint;
import dev.sheetbend.websocket.benchmarks.server.LargeEchoEndpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Measures how servers compress, how fast they echo, and what that costs them. */
final class LoadProbe {
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final Map<Integer, FrameCycles> cycles = new HashMap<>();

    LoadProbe(Plan plan) {
        this.plan = plan;
        plan.sizes().forEach(size -> cycles.put(size, new FrameCycles(size)));
    }

    /** What the server answers to the offer. */
    String agreement(ServerProcess server) throws IOException {
        try (LoadClient client = open(server, plan.sizes().get(0), 1, 0)) {
            return client.agreement().answer();
        }
    }

    /** Has every text echoed once on one connection, and compares them all with what was sent. */
    Results.Ratio ratio(ServerProcess server, int size) throws IOException {
        FrameCycles texts = cycles.get(size);
        try (LoadClient client = open(server, size, 1, texts.count())) {
            client.exchange(1, texts.count());
            return new Results.Ratio(
                    server.candidate().name(),
                    size,
                    texts.payloadBytes(),
                    client.progress().bytes());
        }
    }

    /** Gives the server's compiler something to do, in equal parts for every size and load. */
    void warmUp(ServerProcess server) throws IOException {
        Duration part = plan.warmUp()
                .dividedBy((long) plan.sizes().size() * plan.loads().size());
        for (int size : plan.sizes()) {
            for (Plan.Load load : plan.loads()) {
                try (LoadClient client = open(server, size, plan.connections(), 0)) {
                    client.load(plan.depth(load));
                    client.drive(part);
                }
            }
        }
    }

    /** Measures in the midst of steady load. */
    Results.Throughput throughput(ServerProcess server, int round, int size, Plan.Load load) throws IOException {
        try (LoadClient client = open(server, size, plan.connections(), 0)) {
            client.load(plan.depth(load));
            client.drive(plan.lead());
            long cpu = server.cpu();
            long clientCpu = clientCpu();
            long time = System.nanoTime();
            LoadClient.Progress before = client.progress();
            client.drive(plan.time());
            LoadClient.Progress after = client.progress();
            return new Results.Throughput(
                    round,
                    server.candidate().name(),
                    size,
                    load,
                    after.messages() - before.messages(),
                    after.bytes() - before.bytes(),
                    (System.nanoTime() - time) / NANOS,
                    (server.cpu() - cpu) / NANOS,
                    (clientCpu() - clientCpu) / NANOS);
        }
    }

    private LoadClient open(ServerProcess server, int size, int connections, int verified) throws IOException {
        String path = size > EchoEndpoint.LONGEST ? LargeEchoEndpoint.PATH : EchoEndpoint.PATH;
        return LoadClient.open(server.port(), path, plan.offer(), connections, cycles.get(size), verified);
    }

    private static long clientCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
