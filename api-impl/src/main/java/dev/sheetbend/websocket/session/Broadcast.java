package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.BroadcastListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One message on its way to many sessions. For the thread that broadcasts; it waits for none of them. */
final class Broadcast {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final SharedMessage message;
    private final Optional<BroadcastReport> report;

    /**
     * @param executor runs calls of the listener, which may block
     */
    Broadcast(SharedMessage message, BroadcastListener listener, Executor executor) {
        this.message = message;
        this.report = listener == BroadcastListener.NONE
                ? Optional.empty()
                : Optional.of(new BroadcastReport(listener, executor));
    }

    /**
     * These sessions.
     *
     * @throws IllegalArgumentException when one of them is not ours
     */
    static List<WebSocketSession> own(Object[] sessions) {
        var own = new ArrayList<WebSocketSession>(sessions.length);
        for (Object each : sessions) {
            if (!(each instanceof WebSocketSession session)) {
                throw new IllegalArgumentException(
                        "A broadcast reaches sessions of Sheetbend only; this is none: " + each);
            }
            own.add(session);
        }
        return own;
    }

    /** Sends it, and returns how many have taken it. Called once. */
    int to(Iterable<WebSocketSession> sessions) {
        int taken = 0;
        try {
            for (WebSocketSession session : sessions) {
                if (sendTo(session)) {
                    taken++;
                }
            }
        } finally {
            report.ifPresent(BroadcastReport::sentToAll);
        }
        return taken;
    }

    /** What goes wrong with one session, be it a want of memory, is not to keep the message from the others. */
    private boolean sendTo(WebSocketSession session) {
        Outgoing.Completion completion = Outgoing.Completion.NONE;
        try {
            if (report.isPresent()) {
                completion = report.get().delivery(session);
            }
            if (session.isActive()) {
                return session.sendShared(message, completion);
            }
            if (report.isPresent()) {
                completion.completed(new IOException("The session is closed."));
            }
        } catch (RuntimeException | Error e) {
            completion.completed(e);
            LOG.log(Level.ERROR, "A broadcast failed for a session", e);
        }
        return false;
    }
}
