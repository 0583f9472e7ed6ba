package dev.sheetbend.websocket.handshake;

import java.util.List;
import java.util.Optional;

/** The choice of a subprotocol. Pure functions, safe on any thread. */
public final class Subprotocols {
    private Subprotocols() {}

    /**
     * The first of the client's subprotocols that the server supports. So says the Javadoc of
     * {@code ServerEndpointConfig.Configurator.getNegotiatedSubprotocol}, and so do other implementations; the
     * specification's chapter 3.1.2 can be read as if the server's order decided. Names are compared exactly.
     *
     * @param supported by the server
     * @param offered by the client, in its order of preference
     */
    public static Optional<String> select(List<String> supported, List<String> offered) {
        return offered.stream().filter(supported::contains).findFirst();
    }
}
