package dev.sheetbend.websocket.samples.board;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.EndpointConfig;
import java.security.Principal;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who is there: a user who has logged in, or a guest with a name that they chose, which their HTTP session keeps.
 *
 * @param member whether they have logged in, and in the role of a member
 */
record Visitor(String name, boolean member) {
    /** The role of those who may take cards down; {@code web.xml} names it too. */
    static final String MEMBER = "member";

    /** In UTF-16 units, as in the page's {@code maxlength}. */
    static final int LONGEST_NAME = 24;

    private static final String KEY = Visitor.class.getName();

    /**
     * The visitor of a request.
     *
     * @param user the user, or null
     * @param httpSession of the request, or null
     */
    static Visitor of(Principal user, boolean member, HttpSession httpSession) {
        if (user != null) {
            return new Visitor(user.getName(), member);
        }
        Object chosen = httpSession == null ? null : httpSession.getAttribute(KEY);
        return new Visitor(chosen instanceof String name ? name : "Somebody", false);
    }

    /** Has an HTTP session keep the name of a guest. Text, because servers may write HTTP sessions to disk. */
    static void choose(HttpSession httpSession, String name) {
        httpSession.setAttribute(KEY, name);
    }

    /** Gives a guest who has no name yet one to begin with. */
    static void welcome(HttpSession httpSession) {
        if (httpSession.getAttribute(KEY) == null) {
            choose(httpSession, "Guest " + ThreadLocalRandom.current().nextInt(100, 1000));
        }
    }

    /** The name without what cannot be seen; empty if nothing is left, or if it is too long. */
    static String tidy(String name) {
        String tidy =
                name.replaceAll("[\\s\\p{Z}]+", " ").replaceAll("\\p{C}", "").strip();
        return tidy.length() > LONGEST_NAME ? "" : tidy;
    }

    /** Keeps the visitor in the configuration that this connection's endpoint will get. */
    void putInto(EndpointConfig config) {
        config.getUserProperties().put(KEY, this);
    }

    /** The visitor of a connection. */
    static Visitor of(EndpointConfig config) {
        return (Visitor) config.getUserProperties().get(KEY);
    }
}
