package dev.sheetbend.websocket.tck.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.RemoteEndpoint;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages of every kind between our client and servers that are not ours. */
@AgainstEveryForeignServer
class ForeignMessagesTest extends ForeignTest {
    /** RFC 6455, 5.2: 7 bits up to 125, 16 bits up to 65535. */
    private static final List<Integer> SIZES = List.of(0, 1, 125, 126, 127, 16_384, 65_535, 65_536, 65_537, 1 << 20);

    private static final int CONNECTIONS = 100;
    private static final int THREADS = 8;
    private static final int MESSAGES = 50;

    ForeignMessagesTest(ForeignPeer peer) {
        super(peer);
    }

    @Test
    void textOfEveryLengthComesBack() throws Exception {
        ForeignClient client = connect();
        for (int size : SIZES) {
            // Three bytes a character, where there is room.
            String text = "\u20ac".repeat(size / 3) + "x".repeat(size % 3);
            assertThat(client.ask(text)).as("Text of %d bytes", size).isEqualTo(text);
        }
    }

    @Test
    void binaryOfEveryLengthComesBack() throws Exception {
        ForeignClient client = connect();
        for (int size : SIZES) {
            client.session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes(size)));
            assertThat(client.next()).as("Binary of %d bytes", size).isEqualTo(ByteBuffer.wrap(bytes(size)));
        }
    }

    @Test
    void ourFragmentsArePutTogether() throws Exception {
        ForeignClient client = connect();
        RemoteEndpoint.Basic remote = client.session.getBasicRemote();
        remote.sendText("one ", false);
        remote.sendPing(UTF_8.encode("between"));
        remote.sendText("", false);
        remote.sendText("two ", false);
        remote.sendText("three", true);
        assertThat(client.next()).isEqualTo("one two three");
        assertThat(client.pongs.poll(20, TimeUnit.SECONDS)).isEqualTo("between");

        remote.sendBinary(ByteBuffer.wrap(new byte[] {1}), false);
        remote.sendBinary(ByteBuffer.wrap(bytes(70_000)), false);
        remote.sendBinary(ByteBuffer.allocate(0), true);
        assertThat(client.next())
                .isEqualTo(ByteBuffer.allocate(70_001)
                        .put((byte) 1)
                        .put(bytes(70_000))
                        .flip());
    }

    @Test
    void ourStreamsArriveAsMessages() throws Exception {
        ForeignClient client = connect();
        try (Writer writer = client.session.getBasicRemote().getSendWriter()) {
            for (int i = 0; i < 1000; i++) {
                writer.write("line " + i + " \u00e4\n");
            }
        }
        assertThat(client.next().toString()).startsWith("line 0 \u00e4\n").endsWith("line 999 \u00e4\n");
        try (OutputStream stream = client.session.getBasicRemote().getSendStream()) {
            for (int i = 0; i < 100; i++) {
                stream.write(bytes(1000));
            }
        }
        assertThat(((ByteBuffer) client.next()).remaining()).isEqualTo(100_000);
    }

    @Test
    void theirFragmentsArePutTogether() throws Exception {
        ForeignClient client = connect();
        assertThat(client.ask("!text-fragments 5 p\u00e4rt")).isEqualTo("p\u00e4rt".repeat(5));
        assertThat(client.ask("!binary-fragments 3 abc")).isEqualTo(UTF_8.encode("abcabcabc"));
        assertThat(client.ask("!text-fragments 200 " + "x".repeat(1000))).isEqualTo("x".repeat(200_000));
    }

    @Test
    void pingsAndPongsGoBothWays() throws Exception {
        String key = newKey();
        ForeignClient client = connect(key);
        client.session.getBasicRemote().sendPing(UTF_8.encode("ours"));
        assertThat(client.pongs.poll(20, TimeUnit.SECONDS)).isEqualTo("ours");

        client.session.getBasicRemote().sendText("!ping theirs");
        awaitNote(client, key, "pong theirs");
    }

    @Test
    void aHundredConnectionsWorkAtOnce() throws Exception {
        List<ForeignClient> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(connect());
        }
        List<Future<Void>> sent = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < CONNECTIONS; i++) {
                sent.add(all.get(i).session.getAsyncRemote().sendText("round " + round + " of " + i));
            }
        }
        for (Future<Void> each : sent) {
            each.get(20, TimeUnit.SECONDS);
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            for (int round = 0; round < 10; round++) {
                assertThat(all.get(i).next()).isEqualTo("round " + round + " of " + i);
            }
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("sheetbend-client"))
                .as("The client's event loop")
                .hasSize(1);
    }

    @Test
    void messagesOfSeveralThreadsArriveWholeAndInOrder() throws Exception {
        ForeignClient client = connect();
        var ready = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            var thread = new Thread(() -> sendMany(client, number, ready), "sender-" + number);
            thread.setDaemon(true);
            thread.start();
        }
        int[] next = new int[THREADS];
        for (int i = 0; i < THREADS * MESSAGES; i++) {
            Object message = client.next();
            String text =
                    message instanceof ByteBuffer bytes ? UTF_8.decode(bytes).toString() : (String) message;
            int thread = Integer.parseInt(text.substring(0, text.indexOf(' ')));
            assertThat(text).isEqualTo(message(thread, next[thread]));
            next[thread]++;
        }
    }

    private static void sendMany(ForeignClient client, int thread, CountDownLatch ready) {
        try {
            ready.countDown();
            ready.await();
            for (int i = 0; i < MESSAGES; i++) {
                String message = message(thread, i);
                switch (i % 3) {
                    case 0 -> client.session.getBasicRemote().sendText(message);
                    case 1 -> client.session.getBasicRemote().sendBinary(UTF_8.encode(message));
                    default -> client.session.getAsyncRemote().sendText(message).get(20, TimeUnit.SECONDS);
                }
            }
        } catch (Exception e) {
            client.errors.add(e);
        }
    }

    private static String message(int thread, int number) {
        return thread + " " + number + " " + "\u00e4".repeat(number * 97 % 3000);
    }
}
