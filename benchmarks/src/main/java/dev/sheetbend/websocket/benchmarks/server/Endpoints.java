package dev.sheetbend.websocket.benchmarks.server;

import jakarta.servlet.ServletContainerInitializer;
import java.util.HashSet;
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
    private static final Set<Class<?>> FOR_TOMCAT = Set.of(
            EchoEndpoint.class,
            TomcatAsyncEchoEndpoint.class,
            BlockingEchoEndpoint.class,
            LargeEchoEndpoint.class,
            TomcatBroadcastEndpoint.class);

    private static final String SHEETBEND = "dev.sheetbend.websocket.servlet.";
    private static final String TOMCAT = "org.apache.tomcat.websocket.";

    private Endpoints() {}

    /** Those that a WebSocket with this initializer serves; classes that name Sheetbend are loaded for that only. */
    static Set<Class<?>> of(ServletContainerInitializer initializer) {
        String name = initializer.getClass().getName();
        if (name.startsWith(TOMCAT)) {
            return FOR_TOMCAT;
        }
        if (!name.startsWith(SHEETBEND)) {
            return ALL;
        }
        Set<Class<?>> own = new HashSet<>(ALL);
        own.add(SharedBroadcastEndpoint.class);
        return own;
    }
}
