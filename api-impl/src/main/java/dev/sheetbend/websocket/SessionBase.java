package dev.sheetbend.websocket;

import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * What leads from the static methods of {@link SheetbendSession} to the sessions; for this implementation's own sessions,
 * and not for applications. Any thread.
 */
public abstract class SessionBase implements SheetbendSession {
    /** For the sessions of this implementation. */
    protected SessionBase() {}

    /**
     * Sends to these sessions; called on any of them, which may be closed.
     *
     * @param sessions what an application has named, and this session among it
     * @throws IllegalArgumentException when there is something else than sessions of this implementation
     */
    protected abstract int broadcastTo(Object[] sessions, String text, BroadcastListener listener);

    /** As {@link #broadcastTo(Object[], String, BroadcastListener)} with a binary message. */
    protected abstract int broadcastTo(Object[] sessions, ByteBuffer data, BroadcastListener listener);

    static int broadcastTo(Collection<? extends Session> sessions, String text, BroadcastListener listener) {
        requireArguments(sessions, text, listener);
        Object[] all = sessions.toArray();
        return all.length == 0 ? nobody(listener) : requireOwn(all[0]).broadcastTo(all, text, listener);
    }

    static int broadcastTo(Collection<? extends Session> sessions, ByteBuffer data, BroadcastListener listener) {
        requireArguments(sessions, data, listener);
        Object[] all = sessions.toArray();
        if (all.length == 0) {
            data.position(data.limit());
            return nobody(listener);
        }
        return requireOwn(all[0]).broadcastTo(all, data, listener);
    }

    private static void requireArguments(
            Collection<? extends Session> sessions, Object message, BroadcastListener listener) {
        if (sessions == null || message == null || listener == null) {
            throw new IllegalArgumentException("The sessions, the message and the listener must not be null.");
        }
    }

    private static SessionBase requireOwn(Object session) {
        if (session instanceof SessionBase own) {
            return own;
        }
        throw new IllegalArgumentException("A broadcast reaches sessions of Sheetbend only; this is none: " + session);
    }

    private static int nobody(BroadcastListener listener) {
        try {
            listener.completed(0);
        } catch (Throwable e) {
            Logger log = System.getLogger("dev.sheetbend.websocket");
            log.log(Level.ERROR, "The listener of a broadcast failed", e);
        }
        return 0;
    }
}
