package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.HttpAnswer;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages (RFC 7692, 6 and 7.2) with a raw client that inflates in exactly the window that was agreed on. */
@AgainstEveryContainer
class CompressionMessagesTest extends BehaviourTest {
    private static final List<Integer> SIZES = List.of(0, 1, 125, 126, 127, 1024, 65_535, 65_536, 65_537);
    private static final List<Integer> FEW_SIZES = List.of(0, 1, 126, 1024, 65_536);
    private static final int LIMIT = 1 << 20;
    private static final int RUN = 300;
    private static final int BATCH = 20;

    CompressionMessagesTest(ServerUnderTest server) {
        super(server);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            both-15-15 | ''
            both-15-15 | ; client_max_window_bits
            both-15-15 | ; server_no_context_takeover
            both-15-15 | ; client_no_context_takeover
            both-15-15 | ; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8
            both-15-15 | ; server_max_window_bits=8
            both-15-15 | ; server_max_window_bits=9; client_max_window_bits=9
            both-15-15 | ; server_max_window_bits=10; client_max_window_bits=8
            both-15-15 | ; server_max_window_bits=11; client_no_context_takeover
            both-15-15 | ; server_max_window_bits=12
            both-15-15 | ; server_max_window_bits=13
            both-15-15 | ; server_max_window_bits=14
            both-15-15 | ; server_max_window_bits=15; client_max_window_bits=15
            own-15-15  | ; client_max_window_bits
            peer-15-15 | ; client_max_window_bits
            none-15-15 | ; client_max_window_bits
            none-8-8   | ; client_max_window_bits
            own-10-9   | ; client_max_window_bits
            peer-9-10  | ; client_max_window_bits=15; server_max_window_bits=8
            """)
    void messagesOfEveryLengthComeBackCompressed(String policy, String parameters) throws Exception {
        DeflateClient client = deflate("/deflate/" + policy, parameters);
        long sent = 0;
        int messages = 0;
        for (int size : server.tls() ? FEW_SIZES : SIZES) {
            for (byte[] message :
                    List.of(utf8("x".repeat(size)), utf8(Compressible.repeating(size)), EchoTest.bytes(size))) {
                client.send(WireFrame.BINARY, message);
                assertThat(client.receive(WireFrame.BINARY))
                        .as("Message of %d bytes", size)
                        .isEqualTo(message);
                sent += size;
                messages++;
            }
        }
        for (int i = 0; i < 2 * BATCH; i++) {
            byte[] message = utf8(Compressible.json(i));
            client.send(WireFrame.TEXT, message);
            assertThat(client.receive(WireFrame.TEXT)).isEqualTo(message);
            sent += message.length;
            messages++;
        }

        assertThat(client.compressedMessages()).isEqualTo(messages);
        // A third of the long ones is random and stays as long as it is; the rest gets shorter in any window.
        assertThat(client.wireBytes()).isLessThan(sent / 5 * 4);
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"both-15-15", "none-15-15", "both-9-15"})
    void aLongRunOfMessagesThatComeTogetherIsAnsweredInOrder(String policy) throws Exception {
        DeflateClient client = deflate("/deflate/" + policy, "; client_max_window_bits");
        Random random = new Random(7);
        for (int round = 0; round < RUN / BATCH; round++) {
            List<byte[]> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                byte[] message = utf8(Compressible.json(random.nextInt(RUN)));
                batch.add(message);
                if (i % 5 == 4) {
                    client.sendPlain(WireFrame.TEXT, message);
                } else {
                    client.send(WireFrame.TEXT, message);
                }
            }
            for (byte[] message : batch) {
                assertThat(client.receive(WireFrame.TEXT)).isEqualTo(message);
            }
        }
        assertThat(client.compressedMessages()).isEqualTo(RUN);
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deflate/both-15-15", "/deflate/none-15-15", "/deflate/both-8-15", "/deflate/partial"})
    void fragmentsWithPingsInBetweenComeBack(String path) throws Exception {
        DeflateClient client = deflate(path, "; client_max_window_bits");
        Random random = new Random(3);
        for (int size : List.of(0, 1, 125, 1024, 65_537)) {
            byte[] binary = EchoTest.bytes(size);
            client.sendCut(WireFrame.BINARY, binary, random);
            assertThat(client.receive(WireFrame.BINARY)).isEqualTo(binary);
            byte[] text = utf8("a\u00df\u20ac\ud834\udd1e".repeat(size / 10));
            client.sendCut(WireFrame.TEXT, text, random);
            assertThat(client.receive(WireFrame.TEXT)).isEqualTo(text);
        }
        assertThat(client.pongs()).isPositive();
        assertThat(client.compressedMessages()).isPositive();
        client.close();
    }

    @Test
    void theServersFragmentsAreOneCompressedMessage() throws Exception {
        DeflateClient client = deflate("/deflate/both-15-15", "");
        for (int i = 0; i < 3; i++) {
            client.send(WireFrame.TEXT, utf8("!text-fragments 5 p\u00e4rt and part and part, "));
            assertThat(client.receive(WireFrame.TEXT)).isEqualTo(utf8("p\u00e4rt and part and part, ".repeat(5)));
            client.send(WireFrame.TEXT, utf8("!binary-fragments 200 " + "0123456789".repeat(100)));
            assertThat(client.receive(WireFrame.BINARY)).isEqualTo(utf8("0123456789".repeat(20_000)));
        }
        assertThat(client.compressedMessages()).isEqualTo(6);
        client.close();
    }

    /** The limit is about what was inflated: what cannot be compressed is longer on the wire than it is. */
    @Test
    void aMessageOfExactlyTheLimitComesBack() throws Exception {
        DeflateClient client = deflate("/deflate/none-15-15", "");
        for (byte[] message : List.of(new byte[LIMIT], EchoTest.bytes(LIMIT))) {
            client.send(WireFrame.BINARY, message);
            assertThat(client.receive(WireFrame.BINARY)).isEqualTo(message);
            client.sendCut(WireFrame.BINARY, message, new Random(1));
            assertThat(client.receive(WireFrame.BINARY)).isEqualTo(message);
        }
        client.close();
    }

    @Test
    void theContextThatIsTakenOverMakesARepeatedMessageShorter() throws Exception {
        byte[] message = utf8(Compressible.json(1));
        assertThat(wireBytesOfTheSecond("/deflate/both-15-15", message))
                .isLessThan(wireBytesOfTheSecond("/deflate/none-15-15", message));
    }

    private long wireBytesOfTheSecond(String path, byte[] message) throws IOException {
        DeflateClient client = deflate(path, "");
        client.send(WireFrame.TEXT, message);
        assertThat(client.receive(WireFrame.TEXT)).isEqualTo(message);
        long first = client.wireBytes();
        client.send(WireFrame.TEXT, message);
        assertThat(client.receive(WireFrame.TEXT)).isEqualTo(message);
        client.close();
        return client.wireBytes() - first;
    }

    /** A connection that offers permessage-deflate with these parameters, which the server must accept. */
    private DeflateClient deflate(String path, String parameters) throws IOException {
        RawWebSocketClient raw = rawWithoutHandshake(path);
        HttpAnswer answer = raw.handshake("Sec-WebSocket-Extensions: permessage-deflate" + parameters);
        assertThat(answer.status()).isEqualTo(101);
        return new DeflateClient(raw, NegotiatedDeflate.of(answer).orElseThrow());
    }
}
