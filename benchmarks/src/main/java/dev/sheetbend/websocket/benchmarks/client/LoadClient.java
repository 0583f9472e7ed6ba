package dev.sheetbend.websocket.benchmarks.client;

import dev.sheetbend.websocket.benchmarks.load.Agreement;
import dev.sheetbend.websocket.benchmarks.load.Opening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Connections to one echo server that send the same prepared frames, all on the calling thread. The client is the
 * same for every server, and cheap: what it takes from the processors, the server does not get.
 */
public final class LoadClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);
    private static final int INPUT_BYTES = 256 * 1024;
    private static final long LONGEST_SELECT_MILLIS = 20;

    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
    private Agreement agreement = Agreement.NONE;

    private LoadClient() throws IOException {
        selector = Selector.open();
    }

    /**
     * What has come back so far.
     *
     * @param messages answers
     * @param bytes of these on the wire, frame headers included
     */
    public record Progress(long messages, long bytes) {}

    /**
     * Opens connections.
     *
     * @param offer the value of {@code Sec-WebSocket-Extensions}; empty to offer nothing
     * @param verified how many answers of each connection are compared with what was sent
     */
    public static LoadClient open(
            int port, String path, String offer, int connections, FrameCycles cycles, long verified)
            throws IOException {
        LoadClient client = new LoadClient();
        boolean open = false;
        try {
            for (int i = 0; i < connections; i++) {
                Opening opening = Opening.connect(port, path, offer);
                client.agreement = opening.agreement();
                client.connections.add(
                        new LoadConnection(opening, cycles.of(opening.agreement()), client.selector, verified));
            }
            open = true;
            return client;
        } finally {
            if (!open) {
                client.abort();
            }
        }
    }

    /** What the server has made of the offer. */
    public Agreement agreement() {
        return agreement;
    }

    /** How much has come back. */
    public Progress progress() {
        long messages = 0;
        long bytes = 0;
        for (LoadConnection connection : connections) {
            messages += connection.answers().messages();
            bytes += connection.answers().bytes();
        }
        return new Progress(messages, bytes);
    }

    /**
     * Sends this many messages on each connection and waits for the answers.
     *
     * @param depth how many of a connection may be on their way at a time
     * @throws IOException when an answer does not come in time
     */
    public void exchange(int depth, long messages) throws IOException {
        for (LoadConnection connection : connections) {
            connection.send(depth, messages);
        }
        await(LoadConnection::idle, PATIENCE);
    }

    /** Sends without end from now on, whenever {@link #drive} runs. */
    public void load(int depth) throws IOException {
        for (LoadConnection connection : connections) {
            connection.send(depth, Long.MAX_VALUE);
        }
    }

    /** Sends and receives for a time. */
    public void drive(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            step();
        }
    }

    /** Waits for what is on its way, closes all connections in order, and cuts those that do not end in time. */
    @Override
    public void close() throws IOException {
        try {
            connections.forEach(LoadConnection::stop);
            await(LoadConnection::idle, PATIENCE);
            for (LoadConnection connection : connections) {
                connection.close();
            }
            await(LoadConnection::ended, PATIENCE_AT_END);
        } finally {
            abort();
        }
    }

    private void abort() throws IOException {
        for (LoadConnection connection : connections) {
            connection.end();
        }
        selector.close();
    }

    private void await(Predicate<LoadConnection> state, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!connections.stream().allMatch(state)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("Connections stood still for " + patience.toSeconds() + " s");
            }
            step();
        }
    }

    private void step() throws IOException {
        selector.select(LONGEST_SELECT_MILLIS);
        for (SelectionKey key : selector.selectedKeys()) {
            ((LoadConnection) key.attachment()).ready(input);
        }
        selector.selectedKeys().clear();
    }
}
