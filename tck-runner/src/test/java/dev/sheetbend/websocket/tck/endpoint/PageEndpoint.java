package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Shares its path with a static file. */
@ServerEndpoint("/index.html")
public final class PageEndpoint {
    /** Answers a text message. */
    @OnMessage
    public String text(String message) {
        return "the endpoint at a file's path: " + message;
    }
}
