package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/**
 * The first connection sends as many messages as may be on their way, in one write, and all get them; the next are sent
 * when all have got all of those.
 */
final class BroadcastLoad extends ConnectedLoad {
    /** A server may have opened a session a moment after its client knows of it. */
    private static final Duration PATIENCE_WITH_CALL = Duration.ofMillis(500);

    private static final int MOST_CALLS = 20;

    private final int depth;
    private long sentAt;
    /** How many deliveries there are when all have got what was sent. */
    private long complete;

    BroadcastLoad(Destination destination, Workload workload) throws IOException {
        super(destination, workload);
        depth = workload.depth();
        boolean ready = false;
        try {
            callTheRoll();
            ready = true;
        } finally {
            if (!ready) {
                abort();
            }
        }
    }

    /** Sends the first message again and again until all have got it. */
    private void callTheRoll() throws IOException {
        stop();
        for (int call = 0; call < MOST_CALLS; call++) {
            connections().forEach(Connection::restart);
            send(1);
            if (driveUntil(this::everyoneHasIt, PATIENCE_WITH_CALL)) {
                complete = messages();
                // So the messages of one write never are the last ones and the first ones, which are two writes.
                connections().forEach(Connection::restart);
                return;
            }
        }
        throw new WrongAnswerException("Not all connections get what one sends");
    }

    private void send(int count) throws IOException {
        for (Connection connection : connections().subList(1, connections().size())) {
            connection.expect(count);
        }
        complete += (long) count * connections().size();
        sentAt = System.nanoTime();
        connections().get(0).send(count, sentAt);
    }

    private boolean everyoneHasIt() {
        return connections().stream().allMatch(connection -> connection.outstanding() == 0);
    }

    @Override
    void start() throws IOException {
        turn();
    }

    @Override
    void proceed(Connection connection) throws IOException {
        connection.flush();
    }

    @Override
    void turn() throws IOException {
        if (!stopped() && idle()) {
            send(depth);
        }
    }

    @Override
    long sentAt(Connection connection, long message) {
        return sentAt;
    }

    @Override
    boolean idle() {
        return messages() == complete;
    }
}
