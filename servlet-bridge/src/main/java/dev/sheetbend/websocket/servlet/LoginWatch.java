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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Closes the connections of users whose HTTP session ends with 1008: by a logout that invalidates it, by its timeout or
 * otherwise (specification, 7.2). A connection that was opened without a login stays, and so does one without an HTTP
 * session, such as with HTTP's own authentication on every request. Thread safe.
 */
final class LoginWatch implements HttpSessionListener, HttpSessionIdListener {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** Of how many HTTP sessions that have ended the identifiers are kept. */
    private static final int MOST_ENDED = 1_000;

    private final Executor workers;

    // Guarded by this.

    /** By the identifier of the HTTP session; what has closed is forgotten with its last reference. */
    private final Map<String, Set<Session>> connections = new HashMap<>();

    /** The latest, for handshakes that were under way; containers say so before the HTTP session itself knows. */
    private final Set<String> ended = new LinkedHashSet<>();

    /**
     * @param workers closes connections, which may call the application
     */
    LoginWatch(Executor workers) {
        this.workers = workers;
    }

    /** A user's connection has opened. */
    void opened(Session connection, HttpSession httpSession) {
        if (!add(connection, httpSession)) {
            closeSoon(List.of(connection));
        }
    }

    private synchronized boolean add(Session connection, HttpSession httpSession) {
        String id = httpSession.getId();
        boolean valid = !ended.contains(id) && isValid(httpSession);
        if (valid) {
            of(id).add(connection);
        }
        return valid;
    }

    private Set<Session> of(String id) {
        return connections.computeIfAbsent(id, key -> Collections.newSetFromMap(new WeakHashMap<>()));
    }

    private static boolean isValid(HttpSession httpSession) {
        try {
            httpSession.getCreationTime();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        closeSoon(end(event.getSession().getId()));
    }

    private synchronized List<Session> end(String id) {
        ended.add(id);
        if (ended.size() > MOST_ENDED) {
            ended.remove(ended.iterator().next());
        }
        Set<Session> open = connections.remove(id);
        return open == null ? List.of() : List.copyOf(open);
    }

    @Override
    public synchronized void sessionIdChanged(HttpSessionEvent event, String oldId) {
        Set<Session> moved = connections.remove(oldId);
        if (moved != null) {
            of(event.getSession().getId()).addAll(moved);
        }
    }

    private void closeSoon(List<Session> open) {
        for (Session connection : open) {
            try {
                workers.execute(() -> close(connection));
            } catch (RejectedExecutionException e) {
                // The application has stopped, and its connections have been closed with it.
                return;
            }
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
