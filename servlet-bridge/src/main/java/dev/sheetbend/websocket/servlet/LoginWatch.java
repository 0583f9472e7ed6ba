package dev.sheetbend.websocket.servlet;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Closes the connections of users whose HTTP session ends with 1008: by a logout that invalidates it, by its timeout or
 * otherwise (specification, 7.2). A connection that was opened without a login stays, and so does one without an HTTP
 * session, such as with HTTP's own authentication on every request. Thread safe.
 */
final class LoginWatch implements HttpSessionListener, HttpSessionIdListener {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final Executor workers;

    /** By the identifier of the HTTP session. What has closed stays until the next connection of that session opens. */
    private final Map<String, Set<Session>> connections = new ConcurrentHashMap<>();

    /**
     * @param workers closes connections, which may call the application
     */
    LoginWatch(Executor workers) {
        this.workers = workers;
    }

    /** A user's connection has opened. */
    void opened(Session connection, HttpSession httpSession) {
        String id = httpSession.getId();
        Set<Session> others = add(id, connection);
        others.removeIf(other -> other != connection && !other.isOpen());
        // Either may have happened while nobody knew of this connection.
        if (hasEnded(httpSession)) {
            end(id);
        } else if (!httpSession.getId().equals(id)) {
            rename(id, httpSession.getId());
        }
    }

    private Set<Session> add(String id, Session connection) {
        return connections.compute(id, (key, before) -> {
            Set<Session> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.add(connection);
            return all;
        });
    }

    private static boolean hasEnded(HttpSession httpSession) {
        try {
            httpSession.getCreationTime();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        end(event.getSession().getId());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        rename(oldId, event.getSession().getId());
    }

    private void rename(String from, String to) {
        Set<Session> moved = connections.remove(from);
        if (moved != null) {
            moved.forEach(connection -> add(to, connection));
        }
    }

    private void end(String id) {
        Set<Session> ended = connections.remove(id);
        if (ended != null) {
            ended.forEach(connection -> workers.execute(() -> close(connection)));
        }
    }

    private static void close(Session connection) {
        try {
            connection.close(
                    new CloseReason(CloseReason.CloseCodes.VIOLATED_POLICY, "The login of this user has ended."));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection could not be closed in order when its login ended", e);
        }
    }
}
