package dev.sheetbend.websocket.tck.foreign;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Tells whose implementation serves it. */
@ServerEndpoint("/who")
public final class WhoEndpoint {
    /** The name of a class of that implementation. */
    @OnMessage
    public String who(String text, Session session) {
        return session.getClass().getName();
    }
}
