package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.BroadcastListener;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One message on its way to many sessions. For the thread that broadcasts; it waits for none of them. */
final class Broadcast {
    private final SharedMessage message;
    private final Optional<BroadcastReport> report;

    /** Nobody is told how it goes. */
    Broadcast(SharedMessage message) {
        this.message = message;
        this.report = Optional.empty();
    }

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
     * These sessions as they are now, which may change in the collection at any time.
     *
     * @throws IllegalArgumentException when one of them is not ours
     */
    static List<WebSocketSession> own(Collection<? extends Session> sessions) {
        Object[] all = sessions.toArray();
        var own = new ArrayList<WebSocketSession>(all.length);
        for (Object each : all) {
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
        for (WebSocketSession session : sessions) {
            if (sendTo(session)) {
                taken++;
            }
        }
        report.ifPresent(BroadcastReport::sentToAll);
        return taken;
    }

    private boolean sendTo(WebSocketSession session) {
        Outgoing.Completion completion = report.isPresent() ? report.get().delivery(session) : Outgoing.Completion.NONE;
        if (session.isActive()) {
            return session.sendShared(message, completion);
        }
        if (report.isPresent()) {
            completion.completed(new IOException("The session is closed."));
        }
        return false;
    }
}
