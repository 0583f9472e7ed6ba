package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashSet;
import java.util.Set;

/** Chooses among what the scan has found (specification, 6.2). */
public final class SuiteApplication implements ServerApplicationConfig {
    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> scanned) {
        Set<ServerEndpointConfig> configs = new HashSet<>();
        for (Class<? extends Endpoint> endpoint : scanned) {
            if (endpoint == CompressionEndpoint.class) {
                configs.addAll(CompressionPolicies.configs());
            } else {
                configs.add(ServerEndpointConfig.Builder.create(endpoint, "/programmatic/{name}")
                        .build());
            }
        }
        return configs;
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
        Set<Class<?>> wanted = new HashSet<>(scanned);
        wanted.remove(UnwantedEndpoint.class);
        wanted.remove(ListenerEndpoint.class);
        return wanted;
    }
}
