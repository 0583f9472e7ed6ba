package dev.sheetbend.websocket.benchmarks.server;

/** A server with its echo paths, on the loopback interface, with its defaults. */
public interface EmbeddedServer {
    /** Where it listens. */
    String HOST = "127.0.0.1";

    /**
     * Starts it.
     *
     * @return its port
     */
    int start() throws Exception;

    /** Name and version. */
    String version();
}
