package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What message handlers may take and return (specification, 4.7), and decoders and encoders of all kinds. */
@AgainstEveryContainer
class HandlerTypesTest extends BehaviourTest {
    HandlerTypesTest(ServerUnderTest server) {
        super(server);
    }

    @ParameterizedTest
    @CsvSource({
        "int, 41, 42",
        "int, -2147483648, -2147483647",
        "long, 4294967296, 4294967297",
        "double, 2.5, 1.25",
        "boolean, true, false",
        "char, y, z"
    })
    void textBecomesAValueAndAValueBecomesText(String type, String message, String answer) throws Exception {
        JdkSocket socket = jdk("/value/" + type);
        socket.sendText(message);

        assertThat(socket.text()).isEqualTo(answer);
    }

    @Test
    void aBufferIsReturnedFromItsPosition() throws Exception {
        JdkSocket socket = jdk("/value/buffer");
        socket.sendBinary(new byte[] {1, 2, 3});

        assertThat(socket.binary()).containsExactly(2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "text-stream"})
    void textIsDecodedAndEncoded(String kind) throws Exception {
        JdkSocket socket = jdk("/pair/" + kind);
        socket.sendText("\u00e4/\u20ac");
        assertThat(socket.text()).isEqualTo("\u20ac/\u00e4");

        String half = EchoTest.ascii(300_000);
        socket.sendText("/" + half);
        assertThat(socket.text()).isEqualTo(half + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "binary-stream"})
    void binaryIsDecodedAndEncoded(String kind) throws Exception {
        JdkSocket socket = jdk("/pair/" + kind);
        socket.sendBinary(utf8("\u00e4/\u20ac"));
        assertThat(socket.binary()).isEqualTo(utf8("\u20ac/\u00e4"));

        String half = EchoTest.ascii(300_000);
        socket.sendBinary(utf8("/" + half));
        assertThat(socket.binary()).isEqualTo(utf8(half + "/"));
    }

    @Test
    void whatCannotBeDecodedIsAnErrorAndTheSessionStaysOpen() throws Exception {
        JdkSocket socket = jdk("/pair/text");
        socket.sendText("no pair");
        assertThat(socket.text()).isEqualTo("not decoded: no pair");

        socket.sendText("left/right");
        assertThat(socket.text()).isEqualTo("right/left");
    }

    @Test
    void anExceptionOfAHandlerIsAnErrorAndTheSessionStaysOpen() throws Exception {
        RawWebSocketClient client = raw("/command");
        client.sendText("fail secret");
        client.sendText("echo");

        assertThat(text(client)).isEqualTo("echo");
        assertThat(journal()).containsExactly("open", "text fail secret", "error IllegalStateException", "text echo");
    }

    @Test
    void aMessageWithoutAHandlerIsIgnored() throws Exception {
        RawWebSocketClient client = raw("/value/int");
        client.sendBinary(new byte[100]);
        client.send(WireFrame.of(WireFrame.TEXT, "1"));

        assertThat(text(client)).isEqualTo("2");
    }
}
