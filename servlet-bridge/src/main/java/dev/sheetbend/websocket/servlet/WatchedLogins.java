package dev.sheetbend.websocket.servlet;

import jakarta.websocket.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;

/**
 * The connections of one HTTP session that end with a login, and those that are about to open. What is closed, or never
 * opens, is forgotten with its last reference at the latest. Not thread safe: {@link LoginWatch} guards it.
 */
final class WatchedLogins {
    private final Set<Opening> openings = Collections.newSetFromMap(new WeakHashMap<>());

    /** With the name of the user. */
    private final Map<Session, String> connections = new WeakHashMap<>();

    /** A connection from its handshake on. Guarded like all of this. */
    static final class Opening {
        private String httpSession;
        private final String user;
        private boolean ended;

        /**
         * @param httpSession the identifier
         * @param user the name
         */
        Opening(String httpSession, String user) {
            this.httpSession = httpSession;
            this.user = user;
        }

        /** The identifier, which may change. */
        String httpSession() {
            return httpSession;
        }

        void end() {
            ended = true;
        }

        /** Whether the login has ended before the connection has opened. */
        boolean hasEnded() {
            return ended;
        }
    }

    void add(Opening opening) {
        openings.add(opening);
    }

    void remove(Opening opening) {
        openings.remove(opening);
    }

    void opened(Opening opening, Session connection) {
        openings.remove(opening);
        connections.put(connection, opening.user);
    }

    /**
     * Takes over what the HTTP session had under its former identifier.
     *
     * @param id the new one
     */
    void addAll(WatchedLogins former, String id) {
        former.openings.forEach(opening -> opening.httpSession = id);
        openings.addAll(former.openings);
        connections.putAll(former.connections);
    }

    /** Whether there is nothing left to watch. */
    boolean isEmpty() {
        connections.keySet().removeIf(connection -> !connection.isOpen());
        return openings.isEmpty() && connections.isEmpty();
    }

    /**
     * Ends the logins of these users.
     *
     * @return their connections
     */
    List<Session> end(Predicate<String> users) {
        openings.stream().filter(opening -> users.test(opening.user)).forEach(Opening::end);
        openings.removeIf(Opening::hasEnded);
        var open = new ArrayList<Session>();
        connections.forEach((connection, user) -> {
            if (users.test(user)) {
                open.add(connection);
            }
        });
        connections.keySet().removeAll(open);
        return open;
    }
}
