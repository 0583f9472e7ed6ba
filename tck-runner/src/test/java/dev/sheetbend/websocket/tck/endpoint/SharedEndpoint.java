package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Shares its path with {@link ControlServlet}. */
@ServerEndpoint("/shared")
public final class SharedEndpoint {
    /** Answers a text message. */
    @OnMessage
    public String text(String message) {
        return "the endpoint at a shared path: " + message;
    }
}
