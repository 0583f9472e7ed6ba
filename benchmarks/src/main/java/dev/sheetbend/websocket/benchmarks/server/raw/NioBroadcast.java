package dev.sheetbend.websocket.benchmarks.server.raw;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The connections of {@link NioServer} of which each gets what any of them sends. On its thread. */
final class NioBroadcast {
    private final String request;
    private final List<NioConnection> everybody = new ArrayList<>();

    /** @param path where its connections are */
    NioBroadcast(String path) {
        request = "GET " + path + " ";
    }

    /** Whether a connection with this head of its request belongs to it. */
    boolean isFor(String head) {
        return head.startsWith(request);
    }

    /** From now on a connection gets everything. */
    void join(NioConnection connection) {
        everybody.add(connection);
    }

    /** From now on a connection gets nothing. */
    void leave(NioConnection connection) {
        everybody.remove(connection);
    }

    /**
     * Sends to everybody, with one write for each.
     *
     * @param bytes from the beginning of the buffer to its limit
     */
    void send(ByteBuffer bytes) {
        // Backwards, as one that cannot be written to leaves at once.
        for (int i = everybody.size() - 1; i >= 0; i--) {
            everybody.get(i).take(bytes.rewind());
        }
    }
}
