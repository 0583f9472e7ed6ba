package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.malformed.RawFrame;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in fragments, with control frames in between (RFC 6455, 5.4), for whole, partial and stream handlers. */
@AgainstEveryContainer
class FragmentationTest extends BehaviourTest {
    private static final int MESSAGES = 20;
    private static final int LONGEST = 100_000;

    FragmentationTest(ServerUnderTest server) {
        super(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/partial", "/stream"})
    void binaryCutAnywhereWithPingsInBetweenComesBack(String path) throws Exception {
        Random random = new Random(1);
        RawWebSocketClient client = raw(path);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = new byte[random.nextInt(LONGEST)];
            random.nextBytes(message);
            int pings = sendCut(client, WireFrame.BINARY, message, random);

            assertThat(message(client, WireFrame.BINARY, pings)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/partial", "/stream"})
    void textCutWithinCharactersWithPingsInBetweenComesBack(String path) throws Exception {
        Random random = new Random(2);
        RawWebSocketClient client = raw(path);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = utf8("a\u00df\u20ac\ud834\udd1e".repeat(random.nextInt(LONGEST / 10)));
            int pings = sendCut(client, WireFrame.TEXT, message, random);

            assertThat(message(client, WireFrame.TEXT, pings)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/partial", "/stream"})
    void partsOfTheJdksClientComeBackAsAMessage(String path) throws Exception {
        JdkSocket socket = jdk(path);
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < MESSAGES; i++) {
            String part = ("Teil " + i + " \u2713 ").repeat(i * 100);
            whole.append(part);
            socket.socket().sendText(part, i == MESSAGES - 1).get(SECONDS, TimeUnit.SECONDS);
        }

        assertThat(socket.text()).isEqualTo(whole.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/partial", "/stream"})
    void emptyFragmentsMakeAnEmptyMessage(String path) throws Exception {
        RawWebSocketClient client = raw(path);
        client.sendFragmented(WireFrame.TEXT, List.of(new byte[0], new byte[0], new byte[0]));

        assertThat(message(client, WireFrame.TEXT, 0)).isEmpty();
    }

    @Test
    void aPartialHandlerGetsAFragmentBeforeTheNextIsSent() throws Exception {
        RawWebSocketClient client = raw("/partial");
        client.send(WireFrame.of(WireFrame.TEXT, "first").notFinal());
        RawFrame first = frame(client, WireFrame.TEXT);
        client.send(WireFrame.of(WireFrame.CONTINUATION, "last"));
        RawFrame last = frame(client, WireFrame.CONTINUATION);

        assertThat(first.fin()).isFalse();
        assertThat(first.text()).isEqualTo("first");
        assertThat(last.fin()).isTrue();
        assertThat(last.text()).isEqualTo("last");
    }

    @Test
    void aPartialHandlerHasNoLimitOfSize() throws Exception {
        RawWebSocketClient client = raw("/partial");
        byte[] part = EchoTest.bytes(1 << 18);
        for (int i = 0; i < 8; i++) {
            WireFrame frame = WireFrame.of(i == 0 ? WireFrame.BINARY : WireFrame.CONTINUATION, part);
            client.send(i == 7 ? frame : frame.notFinal());
            assertThat(read(client, part.length)).isEqualTo(part);
        }
    }

    /** Sends one message cut at random places; gives how many Pings went between. */
    private static int sendCut(RawWebSocketClient client, int opcode, byte[] message, Random random)
            throws IOException {
        List<WireFrame> frames = new ArrayList<>();
        int pings = 0;
        int at = 0;
        while (at < message.length) {
            int end = Math.min(message.length, at + 1 + random.nextInt(LONGEST / 5));
            byte[] part = Arrays.copyOfRange(message, at, end);
            frames.add(WireFrame.of(at == 0 ? opcode : WireFrame.CONTINUATION, part)
                    .notFinal());
            if (random.nextBoolean()) {
                frames.add(WireFrame.of(WireFrame.PING, "ping " + pings++));
            }
            if (random.nextInt(4) == 0) {
                frames.add(WireFrame.of(WireFrame.PONG, "not asked for"));
            }
            at = end;
        }
        frames.add(WireFrame.of(message.length == 0 ? opcode : WireFrame.CONTINUATION, new byte[0]));
        client.send(frames.toArray(WireFrame[]::new));
        return pings;
    }

    /**
     * Reads one message in any fragments, and Pongs in order up to the one for the last Ping; of Pings that come together
     * only the last has to be answered (RFC 6455, 5.5.3).
     */
    private static byte[] message(RawWebSocketClient client, int opcode, int pings) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int answered = 0;
        int expected = opcode;
        boolean complete = false;
        while (!complete || answered < pings) {
            RawFrame frame = frame(client);
            if (frame.opcode() == WireFrame.PONG) {
                int ping = Integer.parseInt(frame.text().substring("ping ".length()));
                assertThat(ping).isBetween(answered, pings - 1);
                answered = ping + 1;
            } else {
                assertThat(frame.opcode()).isEqualTo(expected);
                expected = WireFrame.CONTINUATION;
                message.writeBytes(frame.payload());
                complete = frame.fin();
            }
        }
        return message.toByteArray();
    }

    private static byte[] read(RawWebSocketClient client, int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < size) {
            bytes.writeBytes(frame(client).payload());
        }
        return bytes.toByteArray();
    }
}
