package dev.sheetbend.websocket.tck.endpoint;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;

/** Answers what its session knows of the opening handshake. */
@ServerEndpoint(
        value = "/handshake",
        subprotocols = {"first", "second"},
        configurator = HandshakeEndpoint.Configurator.class)
public final class HandshakeEndpoint {
    /** Answers a question. */
    @OnMessage
    public String answer(String question, Session session) {
        return switch (question) {
            case "subprotocol" -> session.getNegotiatedSubprotocol();
            case "secure" -> String.valueOf(session.isSecure());
            case "uri" -> session.getRequestURI().toString();
            case "user" -> String.valueOf(session.getUserPrincipal());
            default -> String.valueOf(session.getUserProperties().get(question));
        };
    }

    /** Leaves what it sees in the user properties, and a header in the answer. */
    public static final class Configurator extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            Map<String, Object> properties = config.getUserProperties();
            properties.put("greeting", request.getHeaders().getOrDefault("X-Greeting", List.of()));
            properties.put("principal", String.valueOf(request.getUserPrincipal()));
            properties.put(
                    "http-session",
                    request.getHttpSession() instanceof HttpSession session
                            ? String.valueOf(session.getAttribute(ControlServlet.ATTRIBUTE))
                            : "none");
            response.getHeaders().put("X-Answer", List.of("one", "two"));
        }
    }
}
