package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Sends each text to all who are connected, in a loop without waiting, as an application does that knows nothing but the
 * standard API. Tomcat's own WebSocket needs {@link TomcatBroadcastEndpoint}.
 */
@ServerEndpoint(BroadcastEndpoint.PATH)
public final class BroadcastEndpoint {
    /** Where it is. */
    public static final String PATH = "/broadcast";

    private static final Set<Session> SESSIONS = new CopyOnWriteArraySet<>();
    /** A message that is not delivered is missed by the client, which counts; this is to find out why. */
    private static final SendHandler COMPLAINT = BroadcastEndpoint::complain;

    /** From now on it gets everything. */
    @OnOpen
    public void open(Session session) {
        SESSIONS.add(session);
    }

    /** Sends the text to all, the sender included. */
    @OnMessage
    public void broadcast(String text) {
        for (Session session : SESSIONS) {
            session.getAsyncRemote().sendText(text, COMPLAINT);
        }
    }

    /** From now on it gets nothing. */
    @OnClose
    public void close(Session session) {
        SESSIONS.remove(session);
    }

    static void complain(SendResult result) {
        if (!result.isOK()) {
            System.err.println("A broadcast did not arrive: " + result.getException());
        }
    }
}
