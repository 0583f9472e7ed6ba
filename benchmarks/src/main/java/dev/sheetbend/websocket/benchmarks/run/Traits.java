package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.load.Workload;

/** What the workloads have to know of a kind of server. */
final class Traits {
    private static final String OURS = "sheetbend-";
    private static final String FLOOR = "raw-";

    private Traits() {}

    static boolean ours(ServerKind kind) {
        return kind.toString().startsWith(OURS);
    }

    static boolean echoesBytes(ServerKind kind) {
        return kind.toString().startsWith(FLOOR) || kind.toString().equals("nio");
    }

    /** The server with the WebSocket of the container that Sheetbend runs in; empty for others. */
    static String own(ServerKind kind) {
        return ours(kind) ? kind.toString().substring(OURS.length())) : "";
    }

    static String floor(ServerKind kind) {
        return ours(kind) ? FLOOR + kind.toString().substring(OURS.length()) : "";
    }

    /** Whether a server has what a workload needs. */
    static boolean can(ServerKind kind, Workload workload) {
        if (echoesBytes(kind)
                && (workload.kind() != Workload.Kind.ECHO || !workload.offer().isEmpty())) {
            return false;
        }
        return switch (workload.needs()) {
            case NOTHING -> true;
            case ENDPOINTS -> !echoesBytes(kind) && !kind.toString().equals("netty");
            case SHEETBEND -> ours(kind);
        };
    }
}
