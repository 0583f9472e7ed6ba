package dev.sheetbend.websocket.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each container serves what is not an endpoint's, and an endpoint. */
@AgainstEveryContainer
class ContainerSmokeTest {
    private final ServerUnderTest server;

    ContainerSmokeTest(ServerUnderTest server) {
        this.server = server;
    }

    @Test
    void servesItsStaticPage() throws IOException, InterruptedException {
        HttpResponse<String> page = server.client()
                .send(HttpRequest.newBuilder(server.page("/index.html")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Served by the container.");
    }

    @Test
    void echoesAText() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        StringBuilder parts = new StringBuilder();
        WebSocket socket = server.client()
                .newWebSocketBuilder()
                .buildAsync(server.endpoint("/echo"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        parts.append(data);
                        if (last) {
                            answer.complete(parts.toString());
                        }
                        webSocket.request(1);
                        return null;
                    }
                })
                .get(30, TimeUnit.SECONDS);

        socket.sendText("Grüße", true).get(30, TimeUnit.SECONDS);

        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("Grüße");
        socket.abort();
    }
}
