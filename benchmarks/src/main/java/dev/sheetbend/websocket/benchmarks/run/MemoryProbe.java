package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.client.FrameCycles;
import dev.sheetbend.websocket.benchmarks.client.LoadClient;
import dev.sheetbend.websocket.benchmarks.report.Results;
import dev.sheetbend.websocket.benchmarks.server.EchoEndpoint;
import java.io.IOException;

/** Measures what idle connections hold. */
final class MemoryProbe {
    /**
     * Before the first look: so few that pools which keep something for later hold little, and so often that the JVM
     * has loaded and compiled what it needs.
     */
    private static final int FIRST_CONNECTIONS = 32;

    private static final int FIRST_TIMES = 8;
    private static final int FIRST_MESSAGES = 250;

    private static final int MOST_LOOKS = 8;
    private static final long STEADY_BYTES = 256 * 1024;

    private final Plan plan;
    private final FrameCycles cycles;

    MemoryProbe(Plan plan) {
        this.plan = plan;
        cycles = new FrameCycles(plan.idleSize());
    }

    /** Measures a server that nobody has used before. */
    Results.Memory measure(ServerProcess server, int round) throws IOException, InterruptedException {
        int connections = plan.idleConnections();
        for (int i = 0; i < FIRST_TIMES; i++) {
            try (LoadClient client = open(server, Math.min(FIRST_CONNECTIONS, connections), 0)) {
                client.exchange(1, Math.min(FIRST_MESSAGES, 4 * plan.idleMessages()));
            }
        }
        ServerProcess.Memory before = quiet(server);
        ServerProcess.Memory open;
        LoadClient.Progress echoed;
        try (LoadClient client = open(server, connections, plan.idleMessages())) {
            client.exchange(1, plan.idleMessages());
            echoed = client.progress();
            open = quiet(server);
        }
        ServerProcess.Memory after = quiet(server);
        return new Results.Memory(
                round,
                server.candidate().name(),
                connections,
                open.resident() - before.resident(),
                open.heap() - before.heap(),
                after.resident() - before.resident(),
                after.heap() - before.heap(),
                echoed.messages() * plan.idleSize(),
                echoed.bytes());
    }

    private LoadClient open(ServerProcess server, int connections, int verified) throws IOException {
        return LoadClient.open(server.port(), EchoEndpoint.PATH, plan.offer(), connections, cycles, verified);
    }

    /** Looks again until the JVM's compiler, whose work takes megabytes, has nothing more to do. */
    private ServerProcess.Memory quiet(ServerProcess server) throws IOException, InterruptedException {
        ServerProcess.Memory last = server.memory();
        for (int i = 0; i < MOST_LOOKS; i++) {
            Thread.sleep(plan.settle().toMillis());
            ServerProcess.Memory now = server.memory();
            boolean steady = Math.abs(now.resident() - last.resident()) <= STEADY_BYTES;
            last = now;
            if (steady) {
                break;
            }
        }
        return last;
    }
}
