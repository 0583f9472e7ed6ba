package dev.sheetbend.websocket.tck.foreign;

import dev.sheetbend.websocket.tck.ServerProcess;
import java.net.URI;
import java.util.function.Supplier;

/**
 * A foreign server that all tests share, by plain TCP or by TLS.
 *
 * @param server which one
 * @param tls whether it is talked to by TLS
 * @param process starts it, if it does not run
 */
record ForeignPeer(ForeignServer server, boolean tls, Supplier<ServerProcess> process) {
    int port() {
        return tls ? process.get().httpsPort() : process.get().httpPort();
    }

    /** A URI on this server, or on what stands before it. */
    URI uri(int port, String path) {
        return URI.create((tls ? "wss" : "ws") + "://127.0.0.1:" + port + "/tck" + path);
    }

    @Override
    public String toString() {
        return server + (tls ? " wss" : " ws");
    }
}
