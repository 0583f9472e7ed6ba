package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * What is done to each server.
 *
 * @param id on the command line and in the results
 * @param title in sentences
 * @param connections at the same time
 * @param depth how many messages may be on their way on each, from 1; of a broadcast, on the one that sends
 * @param messages what is sent
 * @param path where to
 * @param offer of extensions, as in the handshake; empty for none
 * @param needs what a server must have for it
 */
public record Workload(
        String id,
        String title,
        Kind kind,
        int connections,
        int depth,
        Supplier<Messages> messages,
        String path,
        String offer,
        Needs needs) {

    /** What not every server has. */
    public enum Needs {
        /** Any server will do. */
        NOTHING,
        /** Endpoints that answer in different ways. */
        ENDPOINTS,
        /** What Sheetbend has beside the standard. */
        SHEETBEND
    }

    /** What a workload consists of. */
    public enum Kind {
        /** Every connection gets back what it sends. */
        ECHO,
        /** All get what one sends. */
        BROADCAST,
        /** Connections are opened and closed. */
        CONNECT
    }

    /**
     * Connects, and prepares everything.
     *
     * @throws RefusedException when the server has nothing on this path
     */
    public Load open(Destination destination) throws IOException {
        return switch (kind) {
            case ECHO -> new EchoLoad(destination, this);
            case BROADCAST -> new BroadcastLoad(destination, this);
            case CONNECT -> new ConnectLoad(destination, this);
        };
    }
}
