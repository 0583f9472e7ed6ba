package dev.sheetbend.websocket.tck.endpoint;

import dev.sheetbend.websocket.BroadcastListener;
import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Tells all of its sessions what one of them says. */
@ServerEndpoint("/broadcast")
public final class BroadcastEndpoint {
    /** Tells the client that it is one of them from now on. */
    @OnOpen
    public void open(Session session) throws IOException {
        session.getBasicRemote().sendText("welcome");
    }

    /** Passes it on; {@code count n} lets a thread broadcast the numbers below n. */
    @OnMessage
    public void text(String text, Session session) {
        if (text.startsWith("count ")) {
            int end = Integer.parseInt(text.substring("count ".length()));
            Thread thread = new Thread(() -> count(end, session), "broadcast");
            thread.setDaemon(true);
            thread.start();
        } else {
            ((SheetbendSession) session).broadcast(text);
        }
    }

    /** Passes it on, and notes each time how many were reached. */
    @OnMessage
    public void binary(ByteBuffer data, Session session) {
        String key = Journal.key(session);
        SheetbendSession.broadcast(session.getOpenSessions(), data, new BroadcastListener() {
            @Override
            public void failed(Session receiver, Throwable why) {
                Journal.note(key, "failed " + why.getClass().getSimpleName());
            }

            @Override
            public void completed(int reached) {
                Journal.note(key, "reached " + reached);
            }
        });
    }

    private static void count(int end, Session session) {
        List<Session> all = List.copyOf(session.getOpenSessions());
        for (int i = 0; i < end; i++) {
            SheetbendSession.broadcast(all, String.valueOf(i));
        }
    }
}
