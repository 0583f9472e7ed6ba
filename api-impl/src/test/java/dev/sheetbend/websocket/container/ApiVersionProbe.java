package dev.sheetbend.websocket.container;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * What {@link ApiVersionsTest} runs in a class loader with another version of the API, so that only the JDK's types can pass
 * between the two: opens a connection and tells what it has seen.
 */
public final class ApiVersionProbe implements Callable<Map<String, String>> {
    private final Map<String, String> seen = new TreeMap<>();

    /** For the test. */
    public ApiVersionProbe() {}

    /** Sends something when it is opened. */
    public static final class Sending extends Endpoint {
        private final Map<String, String> seen;

        Sending(Map<String, String> seen) {
            this.seen = seen;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.getAsyncRemote().sendText("sent", result -> seen.put("sent", String.valueOf(result.isOK())));
            session.getAsyncRemote()
                    .sendObject(
                            new Object(),
                            result -> seen.put(
                                    "not sent", result.getException().getClass().getSimpleName()));
        }
    }

    private final class Configurator extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
            for (Method method : HandshakeRequest.class.getMethods()) {
                if (method.getParameterCount() == 0) {
                    seen.put(method.getName(), text(result(method, request)));
                }
            }
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(new Sending(seen));
        }
    }

    private static Object result(Method method, HandshakeRequest request) {
        try {
            return method.invoke(request);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Object value) {
        return value != null && value.getClass().isArray() ? "array of " + Array.getLength(value) : value + "";
    }

    @Override
    public Map<String, String> call() throws Exception {
        var container = new ServerEndpointContainer(Settings.of(name -> null));
        container.addEndpoint(ServerEndpointConfig.Builder.create(Sending.class, "/probe")
                .configurator(new Configurator())
                .build());
        var answer = (UpgradeAnswer.Accepted) container.answer("/probe", request());
        var transport = new StubTransport();
        answer.acceptor().accept(transport);
        transport.end();
        container.stop();
        WebSocketContainer client = ContainerProvider.getWebSocketContainer();
        seen.put("client", client.getClass().getSimpleName());
        ((AutoCloseable) client).close();
        return seen;
    }

    private static OpeningRequest request() {
        var facts = new OpeningRequest.ConnectionFacts(
                "192.0.2.1",
                "remote.example",
                1,
                "192.0.2.2",
                "local.example",
                2,
                Locale.CANADA_FRENCH,
                List.<X509Certificate>of());
        return new OpeningRequest(
                "GET",
                "HTTP/1.1",
                Map.of(
                        "Host", List.of("localhost"),
                        "Upgrade", List.of("websocket"),
                        "Connection", List.of("Upgrade"),
                        "Sec-WebSocket-Version", List.of("13"),
                        "Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ==")),
                URI.create("ws://localhost/probe"),
                null,
                Map.of(),
                null,
                null,
                role -> false,
                false,
                false,
                Login.NONE,
                () -> facts);
    }
}
