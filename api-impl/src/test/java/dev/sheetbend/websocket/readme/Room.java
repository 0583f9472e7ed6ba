package dev.sheetbend.websocket.readme;

import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Collection;

@ServerEndpoint("/room")
public class Room {
    @OnMessage
    public void onMessage(String text, Session session) {
        // To all open sessions of this endpoint.
        ((SheetbendSession) session).broadcast(text);
    }

    /** From any thread, such as a timer's, and to sessions of any endpoints. */
    static void announce(Collection<Session> sessions, String text) {
        SheetbendSession.broadcast(
                sessions, text, (session, why) -> System.out.println(session.getId() + " did not get it: " + why));
    }
}
