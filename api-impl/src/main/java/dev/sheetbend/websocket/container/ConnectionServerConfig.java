package dev.sheetbend.websocket.container;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An endpoint's configuration as {@code modifyHandshake} sees it: with the user properties of one connection, a shallow
 * copy of the endpoint's (specification, 3.1.5).
 */
final class ConnectionServerConfig implements ServerEndpointConfig {
    private final ServerEndpointConfig endpoint;
    private final Map<String, Object> userProperties;

    ConnectionServerConfig(ServerEndpointConfig endpoint) {
        this.endpoint = endpoint;
        this.userProperties = new HashMap<>(endpoint.getUserProperties());
    }

    @Override
    public Map<String, Object> getUserProperties() {
        return userProperties;
    }

    @Override
    public List<Class<? extends Encoder>> getEncoders() {
        return endpoint.getEncoders();
    }

    @Override
    public List<Class<? extends Decoder>> getDecoders() {
        return endpoint.getDecoders();
    }

    @Override
    public Class<?> getEndpointClass() {
        return endpoint.getEndpointClass();
    }

    @Override
    public String getPath() {
        return endpoint.getPath();
    }

    @Override
    public List<String> getSubprotocols() {
        return endpoint.getSubprotocols();
    }

    @Override
    public List<Extension> getExtensions() {
        return endpoint.getExtensions();
    }

    @Override
    public Configurator getConfigurator() {
        return endpoint.getConfigurator();
    }
}
