package dev.sheetbend.websocket.container;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The configuration of an annotated endpoint whose configurator is made when it is asked for, because what injects it may
 * start after the deployment. Thread safe.
 */
final class AnnotatedServerConfig implements ServerEndpointConfig {
    private final ServerEndpointConfig attributes;
    private final Supplier<Configurator> configurators;

    /** Guarded by this. */
    private Optional<Configurator> configurator = Optional.empty();

    /**
     * @param attributes all but the configurator
     * @param configurators makes the configurator; asked again when it has thrown
     */
    AnnotatedServerConfig(ServerEndpointConfig attributes, Supplier<Configurator> configurators) {
        this.attributes = attributes;
        this.configurators = configurators;
    }

    /**
     * @throws IllegalStateException when it cannot be made
     */
    @Override
    public synchronized Configurator getConfigurator() {
        if (configurator.isEmpty()) {
            configurator = Optional.of(configurators.get());
        }
        return configurator.get();
    }

    @Override
    public Class<?> getEndpointClass() {
        return attributes.getEndpointClass();
    }

    @Override
    public String getPath() {
        return attributes.getPath();
    }

    @Override
    public List<String> getSubprotocols() {
        return attributes.getSubprotocols();
    }

    @Override
    public List<Extension> getExtensions() {
        return attributes.getExtensions();
    }

    @Override
    public List<Class<? extends Encoder>> getEncoders() {
        return attributes.getEncoders();
    }

    @Override
    public List<Class<? extends Decoder>> getDecoders() {
        return attributes.getDecoders();
    }

    @Override
    public Map<String, Object> getUserProperties() {
        return attributes.getUserProperties();
    }
}
