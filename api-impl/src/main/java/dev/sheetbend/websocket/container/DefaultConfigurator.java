package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.endpoint.Instances;
import dev.sheetbend.websocket.handshake.Subprotocols;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The platform's default configurator (specification, 3.1), found by the service loader. Stateless: what it has to know of
 * the handshake under way it learns from {@link CurrentHandshake}.
 */
public final class DefaultConfigurator extends ServerEndpointConfig.Configurator {
    @Override
    public ServerEndpointConfig.Configurator getContainerDefaultConfigurator() {
        return this;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return Subprotocols.select(supported, requested).orElse("");
    }

    /** Those that are installed, in the order of the request (specification, 3.1.3). */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        var negotiated = new ArrayList<Extension>();
        for (Extension extension : requested) {
            if (installed.stream().anyMatch(known -> known.getName().equals(extension.getName()))) {
                negotiated.add(extension);
            }
        }
        return negotiated;
    }

    /** By the property {@code allowedOrigins}; a request without an origin is not a browser's and passes. */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return originHeaderValue == null
                || CurrentHandshake.get()
                        .map(current -> current.allowsOrigin(originHeaderValue))
                        .orElse(true);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
        // The default makes no change (specification, 3.1.5).
    }

    /** During a handshake an instance that is injected where CDI is there, and ends with the connection. */
    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
        return CurrentHandshake.get()
                .map(CurrentHandshake::instances)
                .orElseGet(Instances::plain)
                .create(endpointClass);
    }
}
