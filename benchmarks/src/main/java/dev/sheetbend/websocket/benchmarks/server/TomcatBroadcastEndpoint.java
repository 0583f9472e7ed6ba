package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** What {@link BroadcastEndpoint} does, in the way that works with Tomcat's own WebSocket. */
@ServerEndpoint(BroadcastEndpoint.PATH)
public final class TomcatBroadcastEndpoint {
    private static final Set<OneAtATime> EVERYBODY = new CopyOnWriteArraySet<>();

    private OneAtATime sender;

    /** From now on it gets everything. */
    @OnOpen
    public void open(Session session) {
        sender = new OneAtATime(session);
        EVERYBODY.add(sender);
    }

    /** Sends the text to all, the sender included. */
    @OnMessage
    public void broadcast(String text) throws InterruptedException {
        for (OneAtATime each : EVERYBODY) {
            each.sendText(text);
        }
    }

    /** From now on it gets nothing. */
    @OnClose
    public void close() {
        EVERYBODY.remove(sender);
    }
}
