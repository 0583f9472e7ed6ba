package dev.sheetbend.websocket.samples.converter;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which endpoints there are. The server finds this class in the war and asks it, when the application starts, about
 * all endpoints that it has found; what is not returned is not deployed.
 */
public class ConverterApplication implements ServerApplicationConfig {
    private static final Map<String, Scale> LENGTHS = Map.of(
            "/feet", new Scale("m", "ft", 0.3048),
            "/miles", new Scale("km", "mi", 1.609344));

    /** Classes that extend {@link Endpoint} have no path of their own, so each needs at least one configuration. */
    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return LENGTHS.entrySet().stream()
                .map(length -> lengthEndpoint(length.getKey(), length.getValue()))
                .collect(Collectors.toSet());
    }

    private static ServerEndpointConfig lengthEndpoint(String path, Scale scale) {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(LengthEndpoint.class, path).build();
        scale.putInto(config);
        return config;
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        return found.stream()
                .filter(endpoint -> !endpoint.isAnnotationPresent(Draft.class))
                .collect(Collectors.toSet());
    }
}
