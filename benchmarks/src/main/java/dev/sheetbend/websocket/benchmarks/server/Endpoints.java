package dev.sheetbend.websocket.benchmarks.server;

import java.util.Set;

/** The annotated classes of each Jakarta server's application. */
final class Endpoints {
    /** Of every one but Tomcat's own. */
    static final Set<Class<?>> ALL = Set.of(
            EchoEndpoint.class,
            AsyncEchoEndpoint.class,
            BlockingEchoEndpoint.class,
            LargeEchoEndpoint.class,
            BroadcastEndpoint.class);
    /** Of Tomcat's own, which cannot do one send after the other without waiting. */
    static final Set<Class<?>> FOR_TOMCAT = Set.of(
            EchoEndpoint.class,
            TomcatAsyncEchoEndpoint.class,
            BlockingEchoEndpoint.class,
            LargeEchoEndpoint.class,
            TomcatBroadcastEndpoint.class);

    private Endpoints() {}
}
