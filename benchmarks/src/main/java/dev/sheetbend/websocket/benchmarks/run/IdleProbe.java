package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.load.Destination;
import dev.sheetbend.websocket.benchmarks.load.IdleConnections;
import dev.sheetbend.websocket.benchmarks.report.Performance;
import java.io.IOException;

/** Measures what idle connections hold that compress nothing. */
final class IdleProbe {
    /** Each connection has echoed so many short texts before it is idle. */
    private static final int MESSAGES = 4;

    /** After the first one; each costs the server two collections. */
    private static final int MOST_LOOKS = 3;
    /** The target is one of what is on the heap and in direct buffers; resident memory is never as steady. */
    private static final long STEADY_BYTES = 64 * 1024;

    private final PerformancePlan plan;

    IdleProbe(PerformancePlan plan) {
        this.plan = plan;
    }

    Performance.Idle measure(ServerProcess server, int round) throws IOException, InterruptedException {
        int count = plan.idleConnections();
        Destination destination =
                new Destination(server.port(), server.candidate().kind().echoesBytes());
        // As many have come and gone before the first look, so that what a JVM and its pools grow by once, whoever
        // comes, is not taken for what a connection holds.
        IdleConnections.open(destination, count, MESSAGES).close();
        ServerProcess.Memory before = quiet(server);
        try (IdleConnections connections = IdleConnections.open(destination, count, MESSAGES)) {
            ServerProcess.Memory open = quiet(server);
            return new Performance.Idle(
                    round,
                    server.candidate().name(),
                    connections.count(),
                    open.resident() - before.resident(),
                    open.heap() - before.heap(),
                    open.direct() - before.direct());
        }
    }

    /** Looks again until what is let go is gone. */
    private ServerProcess.Memory quiet(ServerProcess server) throws IOException, InterruptedException {
        ServerProcess.Memory last = server.memory();
        for (int i = 0; i < MOST_LOOKS; i++) {
            Thread.sleep(plan.settle().toMillis());
            ServerProcess.Memory now = server.memory();
            boolean steady = Math.abs(now.held() - last.held()) <= STEADY_BYTES;
            last = now;
            if (steady) {
                break;
            }
        }
        return last;
    }
}
