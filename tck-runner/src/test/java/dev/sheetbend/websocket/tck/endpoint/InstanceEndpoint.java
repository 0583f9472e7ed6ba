package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Counts in a field; the specification (5.1) gives each connection an instance of its own. */
@ServerEndpoint("/instance")
public final class InstanceEndpoint {
    private int messages;

    /** Answers how many messages this instance has got, how many sessions are open, and a property of the session. */
    @OnMessage
    public String count(String mark, Session session) {
        messages++;
        Object before = session.getUserProperties().put("mark", mark);
        return messages + " " + session.getOpenSessions().size() + " " + before;
    }
}
