package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What endpoints have seen, for tests to ask by the key that they put into the query of the connection ({@code ?key=}).
 * It works when the connection is gone. Any thread.
 */
public final class Journal {
    private static final Map<String, List<String>> LINES = new ConcurrentHashMap<>();

    private Journal() {}

    /** The key of a connection; empty when it has none. */
    public static String key(Session session) {
        return session.getRequestParameterMap().getOrDefault("key", List.of("")).get(0);
    }

    /** Adds a line; a line has no line ends. */
    public static void note(Session session, String line) {
        note(key(session), line);
    }

    /** Adds a line. */
    public static void note(String key, String line) {
        LINES.computeIfAbsent(key, unused -> new CopyOnWriteArrayList<>()).add(line);
    }

    /** All lines of a key, in order. */
    public static List<String> lines(String key) {
        return LINES.getOrDefault(key, List.of());
    }
}
