package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** WebSocket beside the rest of an application, and the ways in which an application deploys endpoints. */
@AgainstEveryContainer
class ApplicationTest extends BehaviourTest {
    ApplicationTest(ServerUnderTest server) {
        super(server);
    }

    @Test
    void aServletAtAnEndpointsPathGetsPlainRequests() throws Exception {
        HttpResponse<String> page = get("/shared");
        JdkSocket socket = jdk("/shared");
        socket.sendText("hello");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("the servlet at a shared path");
        assertThat(socket.text()).isEqualTo("the endpoint at a shared path: hello");
    }

    @Test
    void aStaticFileAtAnEndpointsPathGetsPlainRequests() throws Exception {
        HttpResponse<String> page = get("/index.html");
        JdkSocket socket = jdk("/index.html");
        socket.sendText("hello");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Served by the container.");
        assertThat(socket.text()).isEqualTo("the endpoint at a file's path: hello");
    }

    @Test
    void aPlainRequestToAnEndpointWithoutAServletIsNotFound() throws Exception {
        assertThat(get("/echo").statusCode()).isEqualTo(404);
    }

    @Test
    void anOpeningHandshakeToAPathWithoutAnEndpointIsNotFound() throws Exception {
        assertThat(rawWithoutHandshake("/nothing-here").handshake().status()).isEqualTo(404);
        assertThat(rawWithoutHandshake("/echo/more").handshake().status()).isEqualTo(404);
    }

    @Test
    void aServerApplicationConfigChoosesEndpoints() throws Exception {
        assertThat(rawWithoutHandshake("/unwanted").handshake().status()).isEqualTo(404);
    }

    @Test
    void aProgrammaticEndpointIsServed() throws Exception {
        JdkSocket socket = jdk("/programmatic/x%20y");
        socket.sendText("hello");
        socket.sendBinary(new byte[] {1, 2, 3});

        assertThat(socket.text()).isEqualTo("hello{name=x y}");
        assertThat(socket.binary()).containsExactly(1, 2, 3);
        socket.socket().sendClose(4000, "bye");
        assertThat(socket.closed().code()).isEqualTo(4000);
        assertThat(awaitJournal("close")).isEqualTo("close 4000 bye");
    }

    @Test
    void anEndpointAddedByAServletContextListenerIsServed() throws Exception {
        JdkSocket socket = jdk("/listener");
        socket.sendText("hello");

        assertThat(socket.text()).isEqualTo("listener: hello");
    }

    @Test
    void anEndpointAddedWhileTheApplicationRunsIsServed() throws Exception {
        String path = "/late-" + server.tls();
        assertThat(rawWithoutHandshake(path + "/x").handshake().status()).isEqualTo(404);
        assertThat(get("/control/deploy?path=" + path + "/%7Bname%7D").body()).isEqualTo("deployed");

        JdkSocket socket = jdk(path + "/x");
        socket.sendText("hello");
        assertThat(socket.text()).isEqualTo("hello{name=x}");
    }

    @Test
    void aPathThatIsTakenIsRefused() throws Exception {
        assertThat(get("/control/deploy?path=/programmatic/%7Bother%7D").body()).isEqualTo("refused");
    }

    @Test
    void aServletUpgradesARequestItself() throws Exception {
        JdkSocket socket = jdk("/upgrade/here");
        socket.sendText("hello");

        assertThat(socket.text()).isEqualTo("hello{from=/here}");
        socket.socket().abort();
        assertThat(awaitJournal("close")).startsWith("close 1006 ");
    }

    @Test
    void aServletsConnectionAnswersPings() throws Exception {
        RawWebSocketClient client = raw("/upgrade/raw");
        client.sendText("one");
        client.send(WireFrame.of(WireFrame.PING, "two"));

        assertThat(text(client)).isEqualTo("one{from=/raw}");
        assertThat(frame(client, WireFrame.PONG).text()).isEqualTo("two");
    }
}
