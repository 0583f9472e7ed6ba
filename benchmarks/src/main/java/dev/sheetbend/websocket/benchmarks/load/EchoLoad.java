package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;

/** Every connection sends, and everything comes back to it. */
final class EchoLoad extends ConnectedLoad {
    private final int depth;

    EchoLoad(Destination destination, Workload workload) throws IOException {
        super(destination, workload);
        depth = workload.depth();
    }

    /** Sends so many messages on each connection, one after the other, and waits for the answers. */
    void exchange(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            for (Connection connection : connections()) {
                connection.send(1, System.nanoTime());
            }
            drain();
        }
    }

    @Override
    void start() throws IOException {
        for (Connection connection : connections()) {
            proceed(connection);
        }
    }

    /** When at most half of what may be on its way still is, the rest goes out in one write. */
    @Override
    void proceed(Connection connection) throws IOException {
        long outstanding = connection.outstanding();
        if (!stopped() && outstanding <= depth / 2) {
            connection.send(depth - outstanding, System.nanoTime());
        } else {
            connection.flush();
        }
    }

    @Override
    void turn() {
        // Each connection goes on for itself.
    }

    @Override
    long sentAt(Connection connection, long message) {
        return connection.sentAt(message);
    }

    @Override
    boolean idle() {
        return connections().stream().allMatch(connection -> connection.outstanding() == 0);
    }
}
