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
    /**
     * A property of Sheetbend's, as text, so that the war needs it for nothing else. Without it only connections to
     * protected paths end with the login, and at the boards somebody who has logged out would still pin cards as a member.
     */
    private static final String CLOSE_ON_LOGOUT = "dev.sheetbend.websocket.closeOnLogout";

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Visitor.of(request.getUserPrincipal(), request.isUserInRole(Visitor.MEMBER), (HttpSession)
                        request.getHttpSession())
                .putInto(config);
        config.getUserProperties().put(CLOSE_ON_LOGOUT, "always");
    }
}
