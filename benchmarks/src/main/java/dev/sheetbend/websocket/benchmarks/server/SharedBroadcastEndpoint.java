package dev.sheetbend.websocket.benchmarks.server;

import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Sends each text to all who are connected by Sheetbend's own means, which make one frame for all of them. */
@ServerEndpoint(SharedBroadcastEndpoint.PATH)
public final class SharedBroadcastEndpoint {
    /** Where it is, on Sheetbend only. */
    public static final String PATH = "/broadcast-shared";

    /** Sends the text to all, the sender included. */
    @OnMessage
    public void broadcast(String text, Session session) {
        ((SheetbendSession) session).broadcast(text);
    }
}
