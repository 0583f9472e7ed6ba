package dev.sheetbend.websocket.container;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import jakarta.websocket.server.ServerEndpointConfig.Configurator;
import java.util.List;

/**
 * An application's configurator, with our own answers where it has none. The API class would ask the default that the
 * service loader finds first; in an application server that has a WebSocket implementation too, that may be the other
 * one's, which knows nothing of {@code allowedOrigins} and of our instances (specification, 3.1).
 */
final class OwnDefaults extends Configurator {
    private final Configurator application;
    private final Configurator defaults = new DefaultConfigurator();

    private OwnDefaults(Configurator application) {
        this.application = application;
    }

    /** To be asked in place of an application's configurator, in a handshake. */
    static Configurator of(Configurator application) {
        Class<?> found = foundDefault(application);
        if (found == DefaultConfigurator.class) {
            return application;
        }
        return found == application.getClass() ? new DefaultConfigurator() : new OwnDefaults(application);
    }

    private static Class<?> foundDefault(Configurator application) {
        try {
            return application.getContainerDefaultConfigurator().getClass();
        } catch (RuntimeException e) {
            // The service loader finds none.
            return Configurator.class;
        }
    }

    @Override
    public Configurator getContainerDefaultConfigurator() {
        return defaults;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return whoAnswers("getNegotiatedSubprotocol", List.class, List.class)
                .getNegotiatedSubprotocol(supported, requested);
    }

    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return whoAnswers("getNegotiatedExtensions", List.class, List.class)
                .getNegotiatedExtensions(installed, requested);
    }

    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return whoAnswers("checkOrigin", String.class).checkOrigin(originHeaderValue);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        application.modifyHandshake(config, request, response);
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
        return whoAnswers("getEndpointInstance", Class.class).getEndpointInstance(endpointClass);
    }

    private Configurator whoAnswers(String method, Class<?>... parameters) {
        try {
            Class<?> declarer =
                    application.getClass().getMethod(method, parameters).getDeclaringClass();
            return declarer == Configurator.class ? defaults : application;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
