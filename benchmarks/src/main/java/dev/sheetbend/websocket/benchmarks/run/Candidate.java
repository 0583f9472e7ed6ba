package dev.sheetbend.websocket.benchmarks.run;

import java.util.Map;
import java.util.TreeMap;

/**
 * A server with settings.
 *
 * @param name in the results
 * @param properties system properties of its JVM
 * @param baseline name of the candidate that it is compared with; its own if it is one
 */
public record Candidate(String name, ServerKind kind, Map<String, String> properties, String baseline) {
    /** A server as it is, beside the one of its container. */
    public static Candidate peer(ServerKind kind, Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(kind == kind.peer() ? Map.of() : properties);
        all.putAll(kind.properties());
        return new Candidate(kind.toString(), kind, all, kind.peer().toString());
    }
}
