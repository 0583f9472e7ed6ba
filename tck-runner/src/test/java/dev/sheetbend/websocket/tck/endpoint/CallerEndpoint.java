package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.net.URI;

/** Connects to the URI that it is sent, as a client, and forgets the connection without closing it. */
@ServerEndpoint("/caller")
public final class CallerEndpoint {
    /** Connects, and answers the identifier of the session. */
    @OnMessage
    public String call(String uri) throws IOException, DeploymentException {
        return ContainerProvider.getWebSocketContainer()
                .connectToServer(Listener.class, URI.create(uri))
                .getId();
    }

    /** Hears nothing. */
    @ClientEndpoint
    public static final class Listener {}
}
