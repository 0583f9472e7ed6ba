package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Is deployed by {@link SuiteListener}, not by the scan. */
@ServerEndpoint("/listener")
public final class ListenerEndpoint {
    /** Answers a text message. */
    @OnMessage
    public String text(String message) {
        return "listener: " + message;
    }
}
