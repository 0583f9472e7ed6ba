package dev.sheetbend.websocket.tck.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.behaviour.JdkSocket;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specification, chapter 4: what well-formed annotated endpoints do. */
class AnnotationsConformanceTest extends DeployedWar {
    /** The endpoints of this chapter. */
    @Deployment(testable = false)
    static WebArchive war() {
        return war("annotations", AnnotatedEndpoints.class, Words.class);
    }

    @Test
    void wsc_4_1_1_anAnnotatedClassIsDeployed() throws Exception {
        assertThat(ask("echo", "hello")).isEqualTo("hello");
    }

    @Test
    void wsc_4_1_1_2_thePathIsRelativeToTheApplication() throws Exception {
        assertThat(uri("ws", "echo").getPath()).isEqualTo("/annotations/echo");
        assertThat(handshake("echo").status()).isEqualTo(101);
        assertThat(handshake("annotations/echo").status()).isEqualTo(404);
        assertThat(handshake("/echo").status()).isEqualTo(404);
    }

    @Test
    void wsc_4_1_2_1_theEncoderOfTheSuperclassIsUsed() throws Exception {
        assertThat(ask("coded", "first:a")).endsWith("by use 1 of the encoder");
    }

    @Test
    void wsc_4_1_2_1_eachConnectionHasItsOwnEncoder() throws Exception {
        JdkSocket one = jdk("coded");
        JdkSocket other = jdk("coded");

        assertThat(ask(one, "first:a")).endsWith("by use 1 of the encoder");
        assertThat(ask(one, "first:b")).endsWith("by use 2 of the encoder");
        assertThat(ask(other, "first:c")).endsWith("by use 1 of the encoder");
    }

    @Test
    void wsc_4_1_3_1_theDecoderForTheKindOfTheMessageIsUsed() throws Exception {
        JdkSocket socket = jdk("coded");
        assertThat(ask(socket, "first:a")).startsWith("first:a by use 1 of FirstDecoder");
        socket.sendBinary(new byte[] {1, 2, 3});

        assertThat(socket.text()).isEqualTo("blob of 3");
    }

    @Test
    void wsc_4_1_3_1_eachConnectionHasItsOwnDecoder() throws Exception {
        JdkSocket one = jdk("coded");
        JdkSocket other = jdk("coded");

        assertThat(ask(one, "first:a")).contains("by use 1 of FirstDecoder");
        assertThat(ask(other, "first:b")).contains("by use 1 of FirstDecoder");
    }

    @Test
    void wsc_4_1_3_2_willDecodeChoosesTheDecoder() throws Exception {
        JdkSocket socket = jdk("coded");

        assertThat(ask(socket, "second:a")).contains("by use 1 of SecondDecoder");
        assertThat(ask(socket, "first:a")).contains("by use 1 of FirstDecoder");
        assertThat(ask(socket, "third:a")).isEqualTo("DecodeException");
    }

    @ParameterizedTest
    @CsvSource({"'other, second', second", "'first, second', first"})
    void wsc_4_1_4_1_theSubprotocolIsOneOfTheAnnotations(String offered, String chosen) throws Exception {
        RawWebSocketClient client = rawWithoutHandshake("subprotocols");
        assertThat(client.handshake("Sec-WebSocket-Protocol: " + offered).header("Sec-WebSocket-Protocol"))
                .contains(chosen);
        client.sendText("which?");

        assertThat(text(client)).isEqualTo(chosen);
    }

    @Test
    void wsc_4_1_5_1_theConfiguratorIsUsed() throws Exception {
        assertThat(handshake("configured").header("X-Configurator")).contains("used");
    }

    @Test
    void wsc_4_3_3_aPathParameterHasTheValueOfItsSegmentInEveryMethod() throws Exception {
        RawWebSocketClient client = raw("parameters/ann/41");
        client.sendText("hello");
        assertThat(text(client)).isEqualTo("ann ann 42 41 null");
        client.sendClose(1000, "");

        awaitJournal("close ann");
    }

    @Test
    void wsc_4_3_4_aStringHasTheSegmentAsItIs() throws Exception {
        assertThat(ask("parameters/J%C3%BCrgen/1", "hello")).isEqualTo("Jürgen Jürgen 2 1 null");
    }

    @Test
    void wsc_4_3_5_primitivesAndBoxesAreMadeFromTheSegment() throws Exception {
        assertThat(ask("types/true/7", "hello")).isEqualTo("[true, true, 7, 7, 7, 7.0, 7.0]");
        assertThat(ask("types/no/-7", "hello")).isEqualTo("[false, false, -7, -7, -7, -7.0, -7.0]");
    }

    @Test
    void wsc_4_3_6_aSegmentThatDoesNotConvertIsADecodeException() throws Exception {
        assertThat(ask("parameters/ann/many", "hello")).isEqualTo("DecodeException of many for ann");
    }

    @Test
    void wsc_4_4_1_theOpenMethodIsCalledWhenTheConnectionStands() throws Exception {
        // That it can send shows that the connection stands.
        assertThat(jdk("life").text()).isEqualTo("welcome");
        assertThat(journal()).containsExactly("open /life true");
    }

    @Test
    void wsc_4_4_2_theOpenMethodGetsTheSession() throws Exception {
        RawWebSocketClient client = raw("life");
        client.sendClose(1000, "");

        awaitJournal("open /life true", "close 1000 true");
    }

    @ParameterizedTest
    @CsvSource({"close, 1000", "idle, 1006"})
    void wsc_4_5_1_theCloseMethodIsCalledWhenThisSideCloses(String order, int code) throws Exception {
        RawWebSocketClient client = raw("life");
        assertThat(text(client)).isEqualTo("welcome");
        client.sendText(order);
        closeCode(client);
        client.sendClose(1000, "");

        awaitJournal("open /life true", "close " + code + " true");
    }

    @Test
    void wsc_4_5_1_theCloseMethodIsCalledWhenThePeerCloses() throws Exception {
        raw("life").sendClose(4000, "");

        awaitJournal("open /life true", "close 4000 true");
    }

    @Test
    void wsc_4_5_2_theCloseMethodGetsTheSessionThatWasOpened() throws Exception {
        raw("life").sendClose(1000, "bye");

        awaitJournal("open /life true", "close 1000 true");
    }

    @Test
    void wsc_4_5_3_anErrorInTheCloseMethodGoesToTheErrorMethod() throws Exception {
        raw("life").sendClose(1000, "fail");

        awaitJournal("open /life true", "close 1000 true", "error IllegalStateException fails in close true");
    }

    @Test
    void wsc_4_6_1_theErrorMethodGetsTheSession() throws Exception {
        jdk("life").sendText("what?");

        awaitJournal("open /life true", "error IllegalArgumentException what? true");
    }

    @Test
    void wsc_4_6_2_theErrorMethodGetsTheError() throws Exception {
        jdk("life").sendText("a special text");

        awaitJournal("open /life true", "error IllegalArgumentException a special text true");
    }

    @ParameterizedTest
    @CsvSource({"int, 007, 7", "double, 1e1, 10.0", "boolean, TRUE, false", "long, +41, 42"})
    void wsc_4_7_2_aTextBecomesANumberAsItsBoxReadsIt(String path, String sent, String answer) throws Exception {
        assertThat(ask(path, sent)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"int, -7, -7", "double, 0.5, 0.5", "boolean, false, true", "long, 1, 2"})
    void wsc_4_7_3_aReturnedNumberIsSentAsJavaWritesIt(String path, String sent, String answer) throws Exception {
        assertThat(ask(path, sent)).isEqualTo(answer);
    }

    @Test
    void wsc_4_7_1_1_aMessageOfTheMaximumSizeIsTaken() throws Exception {
        JdkSocket socket = jdk("limited");
        assertThat(ask(socket, "12345")).isEqualTo("12345");
        socket.sendBinary(new byte[5]);

        assertThat(socket.text()).isEqualTo("5 bytes");
    }

    @Test
    void wsc_4_7_1_1_aMessageOverTheMaximumSizeClosesWith1009() throws Exception {
        RawWebSocketClient text = raw("limited");
        text.sendText("123456");
        RawWebSocketClient binary = raw("limited");
        binary.sendFragmented(WireFrame.BINARY, List.of(new byte[3], new byte[3]));

        assertThat(closeCode(text)).isEqualTo(1009);
        assertThat(closeCode(binary)).isEqualTo(1009);
    }

    @Test
    void wsc_4_8_1_aMethodThatOverridesWithoutAnnotationIsNotCalled() throws Exception {
        assertThat(ask("parent", "hello")).isEqualTo("parent");
        RawWebSocketClient client = raw("overriding");
        client.sendText("hello");
        client.send(WireFrame.of(WireFrame.PING, "next"));
        RawFrame answer = client.readFrame().orElseThrow();

        // The answer to the Ping is the first that comes: there was none to the text.
        assertThat(answer.opcode()).isEqualTo(WireFrame.PONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "parent"})
    void wsc_4_1_1_aFinalAndANonFinalClassAreDeployed(String path) throws Exception {
        assertThat(handshake(path).status()).isEqualTo(101);
    }
}
