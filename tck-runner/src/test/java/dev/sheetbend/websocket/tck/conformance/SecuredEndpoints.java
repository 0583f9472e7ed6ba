package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests of chapter 8 talk to: one endpoint at paths with different security constraints. */
public final class SecuredEndpoints {
    private SecuredEndpoints() {}

    /** Deploys the endpoint. */
    public static final class Application implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
            return Stream.of("/open", "/members/{any}", "/by-get", "/by-post", "/none", "/confidential")
                    .map(path ->
                            ServerEndpointConfig.Builder.create(Who.class, path).build())
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            return Set.of();
        }
    }

    /** Says who is there, and whether the connection is secure. */
    public static final class Who extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                    String.class, question -> session.getAsyncRemote().sendText(answer(session)));
        }

        private static String answer(Session session) {
            String user = Optional.ofNullable(session.getUserPrincipal())
                    .map(Principal::getName)
                    .orElse("nobody");
            return session.isSecure() ? user + " on a secure connection" : user;
        }
    }
}
