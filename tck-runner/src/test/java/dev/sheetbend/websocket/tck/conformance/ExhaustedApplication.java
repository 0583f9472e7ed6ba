package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/** As if there were no memory left when a container makes an instance of it. */
public final class ExhaustedApplication implements ServerApplicationConfig {
    /** Does what the JVM does then. */
    public ExhaustedApplication() {
        throw new OutOfMemoryError("no memory in this test");
    }

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
        return Set.of();
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
        return scanned;
    }
}
