package dev.sheetbend.websocket.tck.arquillian;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An annotated endpoint in a war is found, deployed and called (specification 4.1 to 4.7 and 6.2). */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class AnnotatedEndpointTest {
    @ArquillianResource
    private URI application;

    /** The war that the tests of this class talk to. */
    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.create(WebArchive.class, "greeting.war").addClass(GreetingEndpoint.class);
    }

    @Test
    void anAnnotatedEndpointGetsPathParametersAndMessages() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(endpoint("greet/Ada"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        answer.complete(data.toString());
                        return null;
                    }
                })
                .get(30, TimeUnit.SECONDS);

        socket.sendText("Good morning", true).get(30, TimeUnit.SECONDS);

        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("Good morning, Ada");
        socket.abort();
    }

    private URI endpoint(String path) {
        return URI.create("ws://" + application.getAuthority() + application.getPath() + path);
    }
}
