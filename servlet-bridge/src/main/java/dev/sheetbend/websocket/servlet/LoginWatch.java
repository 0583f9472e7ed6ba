package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.CloseOnLogout;
import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.servlet.security.ProtectedPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Closes connections with 1008 when the login that they were opened with ends (specification, 7.2): by the end of the
 * HTTP session, of which the container tells, or by a logout, of which {@link LogoutFilter} does. A connection without a
 * user stays, and so does one without an HTTP session, such as with HTTP's own authentication on every request; of the
 * others, the property {@code closeOnLogout} says which are meant. Thread safe.
 */
final class LoginWatch implements HttpSessionListener, HttpSessionIdListener {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** Of how many HTTP sessions that have ended the identifiers are kept. */
    private static final int MOST_ENDED = 1_000;

    private final Executor workers;
    private final ProtectedPaths protectedPaths = new ProtectedPaths();

    // Guarded by this.

    /** By the identifier of the HTTP session. */
    private final Map<String, WatchedLogins> logins = new HashMap<>();

    /** The latest, for handshakes that were under way; containers say so before the HTTP session itself knows. */
    private final Set<String> ended = new LinkedHashSet<>();

    /** Whether there are logins; written under this. */
    private volatile boolean watching;

    /**
     * @param workers closes connections, which may call the application
     */
    LoginWatch(Executor workers) {
        this.workers = workers;
    }

    // Connections

    /** The login of an opening handshake; watched from now on, since it may end before the connection has opened. */
    Login of(HttpServletRequest handshake) {
        Principal user = handshake.getUserPrincipal();
        HttpSession httpSession = handshake.getSession(false);
        if (user == null || httpSession == null) {
            return Login.NONE;
        }
        return new Watched(handshake, user, began(httpSession, nameOf(user)));
    }

    /** A login of a handshake. Belongs to the thread of the request. */
    private final class Watched implements Login {
        private final HttpServletRequest handshake;
        private final Principal user;
        private final WatchedLogins.Opening opening;
        private boolean opens;

        Watched(HttpServletRequest handshake, Principal user, WatchedLogins.Opening opening) {
            this.handshake = handshake;
            this.user = user;
            this.opening = opening;
        }

        @Override
        public Consumer<Session> accepted(CloseOnLogout which) {
            opens = switch (which) {
                case ALWAYS -> true;
                case NEVER -> false;
                case PROTECTED -> isProtected(handshake, user);
            };
            if (!opens) {
                return connection -> {};
            }
            // The request is gone when the connection opens, so this is not to be held by then.
            return opened(opening);
        }

        @Override
        public void decided() {
            if (!opens) {
                forget(opening);
            }
        }
    }

    /**
     * What a security constraint protects, and what may be behind a filter that logs in by means of its own: only that
     * filter knows what it protects.
     */
    private boolean isProtected(HttpServletRequest handshake, Principal user) {
        HttpServletRequest own = ContainerRequest.of(handshake);
        return own != handshake && !isSame(user, own.getUserPrincipal()) || protectedPaths.contain(own);
    }

    private synchronized WatchedLogins.Opening began(HttpSession httpSession, String user) {
        String id = isValid(httpSession) ? httpSession.getId() : "";
        var opening = new WatchedLogins.Opening(id, user);
        if (id.isEmpty() || ended.contains(id)) {
            opening.end();
        } else {
            logins.computeIfAbsent(id, key -> new WatchedLogins()).add(opening);
            watching = true;
        }
        return opening;
    }

    private static boolean isValid(HttpSession httpSession) {
        try {
            httpSession.getCreationTime();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private Consumer<Session> opened(WatchedLogins.Opening opening) {
        return connection -> {
            if (!add(opening, connection)) {
                closeSoon(List.of(connection));
            }
        };
    }

    private synchronized boolean add(WatchedLogins.Opening opening, Session connection) {
        if (!opening.hasEnded()) {
            logins.get(opening.httpSession()).opened(opening, connection);
        }
        return !opening.hasEnded();
    }

    private synchronized void forget(WatchedLogins.Opening opening) {
        WatchedLogins same = logins.get(opening.httpSession());
        if (same != null) {
            same.remove(opening);
            removeIfEmpty(opening.httpSession());
        }
    }

    // Requests

    /** Whether any login is watched. Cheap. */
    boolean isWatching() {
        return watching;
    }

    /** Whether a login of this HTTP session is watched. */
    synchronized boolean isWatching(HttpSession httpSession) {
        String id = httpSession.getId();
        removeIfEmpty(id);
        return logins.containsKey(id);
    }

    private void removeIfEmpty(String id) {
        WatchedLogins same = logins.get(id);
        if (same != null && same.isEmpty()) {
            logins.remove(id);
            watching = !logins.isEmpty();
        }
    }

    /** The user has logged out, and the HTTP session may go on. */
    void loggedOut(HttpSession httpSession, Principal user) {
        closeSoon(end(httpSession.getId(), nameOf(user)::equals));
    }

    private static String nameOf(Principal user) {
        return String.valueOf(user.getName());
    }

    /**
     * Whether it is the same user still. Users are told apart by their names: containers may make a new principal for each
     * request.
     *
     * @param now null when there is no user
     */
    static boolean isSame(Principal user, Principal now) {
        return now != null && nameOf(now).equals(nameOf(user));
    }

    private synchronized List<Session> end(String id, Predicate<String> users) {
        WatchedLogins same = logins.get(id);
        if (same == null) {
            return List.of();
        }
        List<Session> open = same.end(users);
        removeIfEmpty(id);
        return open;
    }

    // HTTP sessions

    /** Containers use identifiers again, such as that of another application's HTTP session of the same browser. */
    @Override
    public synchronized void sessionCreated(HttpSessionEvent event) {
        ended.remove(event.getSession().getId());
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
        return end(id, user -> true);
    }

    @Override
    public synchronized void sessionIdChanged(HttpSessionEvent event, String oldId) {
        String id = event.getSession().getId();
        ended.remove(id);
        WatchedLogins moved = logins.remove(oldId);
        if (moved != null) {
            logins.computeIfAbsent(id, key -> new WatchedLogins()).addAll(moved, id);
        }
    }

    // Closing

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
