package dev.sheetbend.websocket.benchmarks.server;

import java.util.Set;

/** The application of each Jakarta server. */
final class Endpoints {
    /** Its annotated classes. */
    static final Set<Class<?>> ALL = Set.of(
            EchoEndpoint.class,
            AsyncEchoEndpoint.class,
            BlockingEchoEndpoint.class,
            LargeEchoEndpoint.class,
            BroadcastEndpoint.class);

    private Endpoints() {}
}
