package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole messages come back as they were sent, at every length around which the frame header changes. */
@AgainstEveryContainer
class EchoTest extends BehaviourTest {
    private static final int MIB = 1 << 20;
    /** RFC 6455, 5.2: 7 bits up to 125, 16 bits up to 65535. */
    private static final List<Integer> SIZES = List.of(0, 1, 125, 126, 127, 65535, 65536, 65537, MIB);

    EchoTest(ServerUnderTest server) {
        super(server);
    }

    @Test
    void textOfEveryLengthComesBackToTheJdksClient() throws Exception {
        JdkSocket socket = jdk("/echo");
        for (int size : SIZES) {
            String message = ascii(size);
            socket.sendText(message);

            assertThat(socket.text()).as("Text of %d bytes", size).isEqualTo(message);
        }
    }

    @Test
    void binaryOfEveryLengthComesBackToTheJdksClient() throws Exception {
        JdkSocket socket = jdk("/echo");
        for (int size : SIZES) {
            byte[] message = bytes(size);
            socket.sendBinary(message);

            assertThat(socket.binary()).as("Binary of %d bytes", size).isEqualTo(message);
        }
    }

    @Test
    void textOfEveryLengthComesBackInOneFrame() throws Exception {
        RawWebSocketClient client = raw("/echo");
        for (int size : SIZES) {
            String message = ascii(size);
            client.sendText(message);

            assertThat(text(client)).as("Text of %d bytes", size).isEqualTo(message);
        }
    }

    @Test
    void binaryOfEveryLengthComesBackInOneFrame() throws Exception {
        RawWebSocketClient client = raw("/echo");
        for (int size : SIZES) {
            byte[] message = bytes(size);
            client.sendBinary(message);
            RawFrame answer = frame(client, WireFrame.BINARY);

            assertThat(answer.fin()).isTrue();
            assertThat(answer.payload()).as("Binary of %d bytes", size).isEqualTo(message);
        }
    }

    @Test
    void charactersOfEveryLengthInUtf8ComeBack() throws Exception {
        JdkSocket socket = jdk("/echo");
        RawWebSocketClient client = raw("/echo");
        for (String characters : List.of(
                "\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff",
                "\u00e4\u00f6\u00fc".repeat(21845),
                "\u20ac\u65e5\u672c".repeat(21846),
                "a\ud83d\ude00".repeat(13108),
                "a\u00df\u20ac\ud834\udd1e".repeat(MIB / 10),
                "\u0000\ufeff")) {
            socket.sendText(characters);
            client.sendText(characters);

            assertThat(socket.text()).isEqualTo(characters);
            assertThat(text(client)).isEqualTo(characters);
        }
    }

    @Test
    void aLimitIsExactAndGoingOverItCloses() throws Exception {
        RawWebSocketClient client = raw("/echo");
        client.sendBinary(bytes(MIB));
        assertThat(frame(client, WireFrame.BINARY).payload()).hasSize(MIB);

        client.send(WireFrame.of(WireFrame.BINARY, new byte[0]).announcing(MIB + 1));

        assertThat(frame(client, WireFrame.CLOSE).closeCode()).isEqualTo(1009);
    }

    static String ascii(int size) {
        return "0123456789abcdefghijklmnopqrstuvwxyz".repeat(size / 36 + 1).substring(0, size);
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
