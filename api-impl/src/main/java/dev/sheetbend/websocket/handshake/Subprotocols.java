package dev.sheetbend.websocket.handshake;

import java.util.List;
import java.util.Optional;

/** The choice of a subprotocol. Pure functions, safe on any thread. */
public final class Subprotocols {
    private Subprotocols() {}

    /**
     * The first of the server's subprotocols that the client offers: the server's order decides (Jakarta WebSocket
     * 2.2, 3.1.2). Names are compared exactly.
     *
     * @param supported by the server, in order of preference
     * @param offered by the client
     */
    public static Optional<String> select(List<String> supported, List<String> offered) {
        return supported.stream().filter(offered::contains).findFirst();
    }
}
