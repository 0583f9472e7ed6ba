package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code Session.getPathParameters} has the variables in the order of the template. */
class PathParameterOrderTest {
    private static volatile List<String> names;

    @ServerEndpoint("/{zebra}/{ant}/{horse}/{cat}/{mouse}/{dog}/{bee}")
    public static class Animals {
        @OnOpen
        public void open(Session session) {
            names = List.copyOf(session.getPathParameters().keySet());
        }
    }

    @Test
    void pathParametersAreInTheOrderOfTheTemplate() throws Exception {
        var container = new ServerEndpointContainer(Settings.of(name -> null));
        container.addEndpoint(Animals.class);
        var transport = new StubTransport();

        var answer = (UpgradeAnswer.Accepted) container.answer("/1/2/3/4/5/6/7", request());
        answer.acceptor().accept(transport);

        assertThat(names).containsExactly("zebra", "ant", "horse", "cat", "mouse", "dog", "bee");
        transport.end();
        container.stop();
    }

    private static OpeningRequest request() {
        var facts = new OpeningRequest.ConnectionFacts(
                "127.0.0.1", "localhost", 1, "127.0.0.1", "localhost", 2, Locale.ROOT, List.of());
        Map<String, List<String>> headers = Map.of(
                "Host", List.of("localhost"),
                "Upgrade", List.of("websocket"),
                "Connection", List.of("Upgrade"),
                "Sec-WebSocket-Version", List.of("13"),
                "Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ=="));
        return new OpeningRequest(
                "GET",
                "HTTP/1.1",
                headers,
                URI.create("ws://localhost/1/2/3/4/5/6/7"),
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
