package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An embedder may stop the whole server, which closes its connections before its applications stop. */
class JettyServerStopTest {
    private final Server server = new Server(0);
    private final ServletContextHandler application = new ServletContextHandler("/app");

    @ServerEndpoint("/echo")
    public static class Echo {
        @OnMessage
        public String echo(String text) {
            return text;
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private CompletableFuture<Integer> closeCodeOfAClient() {
        application.addServletContainerInitializer(
                (classes, context) -> new SheetbendInitializer().onStartup(Set.of(Echo.class), context));
        server.setHandler(new ContextHandlerCollection(application));
        var code = new CompletableFuture<Integer>();
        var echoed = new CompletableFuture<String>();
        try {
            server.start();
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + port + "/app/echo"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                            echoed.complete(data.toString());
                            return null;
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
                            code.complete(statusCode);
                            return null;
                        }

                        @Override
                        public void onError(WebSocket webSocket, Throwable error) {
                            code.completeExceptionally(error);
                        }
                    })
                    .thenCompose(webSocket -> webSocket.sendText("open?", true).thenApply(sent -> {
                        webSocket.request(1);
                        return sent;
                    }))
                    .join();
            // The answer to the handshake may arrive before the session is there.
            assertThat(echoed.get()).isEqualTo("open?");
        } catch (Exception e) {
            code.completeExceptionally(e);
        }
        return code;
    }

    @Test
    void peersGetA1001WhenTheServerIsStopped() throws Exception {
        CompletableFuture<Integer> code = closeCodeOfAClient();
        server.stop();
        assertThat(code.get()).isEqualTo(1001);
    }

    @Test
    void peersGetA1001WhenTheApplicationIsStoppedAndTheServerKeepsNothingOfIt() throws Exception {
        int before = server.getEventListeners().size();
        CompletableFuture<Integer> code = closeCodeOfAClient();
        application.stop();
        assertThat(code.get()).isEqualTo(1001);
        assertThat(server.getEventListeners()).hasSize(before);
    }
}
