package org.apache.tomcat.websocket;

import jakarta.websocket.server.ServerEndpointConfig.Configurator;

/** Has a name as Tomcat's own has; refuses every origin, which Tomcat's does not. */
public class StrictConfigurator extends Configurator {
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return false;
    }
}
