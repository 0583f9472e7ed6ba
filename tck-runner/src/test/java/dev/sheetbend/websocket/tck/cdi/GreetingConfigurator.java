package dev.sheetbend.websocket.tck.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/** Injected, and made when the first client connects. */
public class GreetingConfigurator extends ServerEndpointConfig.Configurator {
    @Inject
    private Greeting greeting;

    /** For CDI. */
    public GreetingConfigurator() {}

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties().put("greeting", greeting.greet("client"));
    }

    @PreDestroy
    void end() {
        System.err.println("CDI: the configurator has ended");
    }
}
