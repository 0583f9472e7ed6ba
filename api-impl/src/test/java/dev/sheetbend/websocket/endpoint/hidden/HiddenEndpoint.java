package dev.sheetbend.websocket.endpoint.hidden;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Loaded a second time by {@code ModuleAccessTest}, into a module that does not export this package. */
@ServerEndpoint("/hidden")
public class HiddenEndpoint {
    @OnMessage
    public String text(String message) {
        return message;
    }
}
