package dev.sheetbend.websocket.tck.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint and its configurator learn from the opening handshake, and what they put into the answer. */
@AgainstEveryContainer
class HandshakeTest extends BehaviourTest {
    HandshakeTest(ServerUnderTest server) {
        super(server);
    }

    @ParameterizedTest
    @CsvSource({
        "/path/ann/41, ann|42|ann",
        "/path/J%C3%BCrgen%20M/-2, Jürgen M|-1|Jürgen M",
        "/path/a+b/0, a+b|1|a+b",
        "/path/%E2%82%AC/007, €|8|€"
    })
    void pathParametersAreDecodedAndTyped(String path, String answer) throws Exception {
        JdkSocket socket = jdk(path);
        socket.sendText("none");

        assertThat(socket.text()).isEqualTo(answer + "|null");
    }

    @Test
    void queryParametersAreDecodedInOrder() throws Exception {
        JdkSocket socket = jdk("/path/x/1?colour=gr%C3%BCn&colour=dark+red&empty=");
        socket.sendText("colour");
        socket.sendText("empty");

        assertThat(socket.text()).isEqualTo("x|2|x|[grün, dark red]");
        assertThat(socket.text()).isEqualTo("x|2|x|[]");
    }

    @Test
    void aPathParameterOfTheWrongTypeKeepsItsMethodFromBeingCalledAndTheSessionOpen() throws Exception {
        RawWebSocketClient client = raw("/path/ann/no-number");
        client.sendText("none");
        client.send(WireFrame.of(WireFrame.PING, "still here"));

        assertThat(new String(frame(client, WireFrame.PONG).payload(), UTF_8)).isEqualTo("still here");
    }

    @ParameterizedTest
    @CsvSource({"second, second", "'unknown, second, first', second", "'first,second', first"})
    void theFirstSubprotocolOfTheClientThatIsKnownIsUsed(String offered, String used) throws Exception {
        RawWebSocketClient client = rawWithoutHandshake("/handshake");
        HttpAnswer answer = client.handshake("Sec-WebSocket-Protocol: " + offered);
        client.sendText("subprotocol");

        assertThat(answer.header("Sec-WebSocket-Protocol")).contains(used);
        assertThat(text(client)).isEqualTo(used);
    }

    @Test
    void theJdksClientLearnsTheSubprotocol() throws Exception {
        JdkSocket socket = jdk("/handshake", builder().subprotocols("other", "second"));

        assertThat(socket.socket().getSubprotocol()).isEqualTo("second");
    }

    @Test
    void withoutACommonSubprotocolThereIsNone() throws Exception {
        RawWebSocketClient client = rawWithoutHandshake("/handshake");
        HttpAnswer answer = client.handshake("Sec-WebSocket-Protocol: other");
        client.sendText("subprotocol");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Protocol")).isEmpty();
        assertThat(text(client)).isEmpty();
    }

    @Test
    void whatTheConfiguratorPutsIntoUserPropertiesIsTheSessionsOwn() throws Exception {
        JdkSocket one = jdk("/handshake", builder().header("X-Greeting", "hello"));
        JdkSocket other = jdk("/handshake");
        one.sendText("greeting");
        other.sendText("greeting");

        assertThat(one.text()).isEqualTo("[hello]");
        assertThat(other.text()).isEqualTo("[]");
    }

    @Test
    void aHeaderOfTheConfiguratorReachesTheClient() throws Exception {
        HttpAnswer answer = rawWithoutHandshake("/handshake").handshake();

        assertThat(String.join(",", answer.headers().get("X-Answer")).replace(" ", ""))
                .isEqualTo("one,two");
    }

    @Test
    void theHttpSessionIsThereInModifyHandshake() throws Exception {
        HttpResponse<String> login = get("/control/login?name=ann");
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        JdkSocket known = jdk("/handshake", builder().header("Cookie", cookie));
        JdkSocket unknown = jdk("/handshake");
        known.sendText("http-session");
        unknown.sendText("http-session");

        assertThat(known.text()).isEqualTo("ann");
        assertThat(unknown.text()).isEqualTo("none");
    }

    @Test
    void thePrincipalIsThereInModifyHandshakeAndInTheSession() throws Exception {
        JdkSocket known = jdk("/handshake", builder().header("X-User", "ann"));
        JdkSocket unknown = jdk("/handshake");
        for (JdkSocket socket : List.of(known, unknown)) {
            socket.sendText("principal");
            socket.sendText("user");
        }

        assertThat(known.text()).isEqualTo("user ann");
        assertThat(known.text()).isEqualTo("user ann");
        assertThat(unknown.text()).isEqualTo("null");
        assertThat(unknown.text()).isEqualTo("null");
    }

    @Test
    void theSessionKnowsItsUriAndWhetherItIsSecure() throws Exception {
        JdkSocket socket = jdk("/handshake?a=b");
        socket.sendText("secure");
        socket.sendText("uri");

        assertThat(socket.text()).isEqualTo(String.valueOf(server.tls()));
        assertThat(socket.text()).startsWith(server.endpoint("/handshake?a=b").toString());
    }

    @Test
    void thePagesOfOtherHostsAreRefused() throws Exception {
        HttpAnswer answer = rawWithoutHandshake("/echo").handshake("Origin: https://elsewhere.example");

        assertThat(answer.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "https://127.0.0.1:8443"})
    void thePagesOfTheSameHostAreWelcome(String origin) throws Exception {
        HttpAnswer answer = rawWithoutHandshake("/echo").handshake("Origin: " + origin);

        assertThat(answer.status()).isEqualTo(101);
    }

    @Test
    void eachConnectionHasItsOwnInstanceAndUserProperties() throws Exception {
        JdkSocket one = jdk("/instance");
        JdkSocket two = jdk("/instance");
        one.sendText("a");
        assertThat(one.text()).startsWith("1 ").endsWith(" null");
        two.sendText("b");
        assertThat(two.text()).isEqualTo("1 2 null");
        one.sendText("c");
        assertThat(one.text()).isEqualTo("2 2 a");
    }

    @Test
    void aClosedSessionIsNoLongerAmongTheOpenOnes() throws Exception {
        JdkSocket one = jdk("/instance");
        RawWebSocketClient two = raw("/instance");
        two.sendClose(1000, "");
        readClose(two);
        one.sendText("a");

        assertThat(one.text()).isEqualTo("1 1 null");
    }
}
