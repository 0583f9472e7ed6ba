package dev.sheetbend.websocket.samples.board;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Looks at who opens a connection. This is the moment: the HTTP session and the roles of the user are known during the
 * handshake only, so what the endpoint needs of them goes into the user properties.
 */
public class VisitorConfigurator extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Visitor.of(request.getUserPrincipal(), request.isUserInRole(Visitor.MEMBER), (HttpSession)
                        request.getHttpSession())
                .putInto(config);
    }
}
