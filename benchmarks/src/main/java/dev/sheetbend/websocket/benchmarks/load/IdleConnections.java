package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;

/** Connections that have been used and now do nothing. Not thread safe. */
public final class IdleConnections implements AutoCloseable {
    private final EchoLoad load;

    private IdleConnections(EchoLoad load) {
        this.load = load;
    }

    /**
     * Connects.
     *
     * @param messages short texts that each connection has echoed before it is idle
     */
    public static IdleConnections open(Destination destination, int count, int messages) throws IOException {
        IdleConnections connections = new IdleConnections(new EchoLoad(destination, Workloads.idle(count)));
        boolean used = false;
        try {
            connections.load.exchange(messages);
            used = true;
            return connections;
        } finally {
            if (!used) {
                connections.load.abort();
            }
        }
    }

    /** How many there are. */
    public int count() {
        return load.connections().size();
    }

    @Override
    public void close() throws IOException {
        load.close();
    }
}
