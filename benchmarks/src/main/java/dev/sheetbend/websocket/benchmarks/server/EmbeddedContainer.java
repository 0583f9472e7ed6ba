package dev.sheetbend.websocket.benchmarks.server;

import jakarta.servlet.ServletContainerInitializer;
import java.util.Set;

/** A servlet container with one application, the echo endpoints, on the loopback interface. */
interface EmbeddedContainer {
    /** The endpoints of the application. */
    Set<Class<?>> ENDPOINTS = Set.of(EchoEndpoint.class, LargeEchoEndpoint.class);

    /** Where it listens. */
    String HOST = "127.0.0.1";

    /**
     * Starts it.
     *
     * @param initializer of the WebSocket implementation
     * @return its port
     */
    int start(ServletContainerInitializer initializer) throws Exception;

    /** Name and version. */
    String version();
}
