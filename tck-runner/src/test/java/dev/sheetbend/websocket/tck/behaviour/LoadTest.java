package dev.sheetbend.websocket.tck.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.tck.AgainstEveryContainer;
import dev.sheetbend.websocket.tck.ServerUnderTest;
import dev.sheetbend.websocket.tck.endpoint.CrowdEndpoint;
import dev.sheetbend.websocket.tck.malformed.RawWebSocketClient;
import dev.sheetbend.websocket.tck.malformed.WireFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many senders, many connections, many messages, and peers that read late: nothing is lost, mixed up or blocked. */
@AgainstEveryContainer
class LoadTest extends BehaviourTest {
    private static final int MIB = 1 << 20;

    LoadTest(ServerUnderTest server) {
        super(server);
    }

    @Test
    void messagesOfConcurrentSendersArriveWholeAndInEachSendersOrder() throws Exception {
        int threads = 8;
        int messages = 100;
        JdkSocket socket = jdk("/crowd");
        socket.sendText(threads + " " + messages);

        int[] next = new int[threads];
        for (int i = 0; i < threads * messages; i++) {
            String[] words = socket.text().split(" ", -1);
            int thread = Integer.parseInt(words[0]);
            assertThat(words[1]).isEqualTo(String.valueOf(next[thread]));
            assertThat(words[2]).isEqualTo(CrowdEndpoint.filler(thread, next[thread]));
            next[thread]++;
        }
        assertThat(journal()).isEmpty();
    }

    @Test
    void twoHundredConnectionsAreServedAtOnce() throws Exception {
        int connections = 200;
        List<CompletableFuture<JdkSocket>> opening = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            opening.add(open("/echo", builder()));
        }
        List<JdkSocket> sockets = new ArrayList<>();
        for (CompletableFuture<JdkSocket> socket : opening) {
            sockets.add(socket.get(SECONDS, TimeUnit.SECONDS));
        }
        eventually(() -> assertThat(state()).startsWith("sessions=" + connections + " "));
        for (int i = 0; i < connections; i++) {
            sockets.get(i).sendText("message " + i);
        }
        for (int i = 0; i < connections; i++) {
            assertThat(sockets.get(i).text()).isEqualTo("message " + i);
        }
    }

    @Test
    void tenThousandMessagesSentWithoutWaitingComeBackInOrder() throws Exception {
        int messages = 10_000;
        RawWebSocketClient client = raw("/echo");
        CompletableFuture<Void> writing = write(() -> {
            for (int i = 0; i < messages; i += 10) {
                WireFrame[] frames = new WireFrame[10];
                for (int j = 0; j < 10; j++) {
                    frames[j] = WireFrame.of(WireFrame.TEXT, "message " + (i + j));
                }
                client.send(frames);
            }
        });

        for (int i = 0; i < messages; i++) {
            assertThat(text(client)).isEqualTo("message " + i);
        }
        writing.get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatReadsLateLosesNothing() throws Exception {
        int messages = 128;
        int size = 1 << 16;
        RawWebSocketClient client = raw("/command");
        client.sendText("flood " + messages + " " + size);
        awaitJournal("flooding");

        for (int i = 0; i < messages; i++) {
            ByteBuffer message = ByteBuffer.wrap(frame(client, WireFrame.BINARY).payload());
            assertThat(message.remaining()).isEqualTo(size);
            assertThat(message.getInt()).isEqualTo(i);
            for (int at = Integer.BYTES; at < size; at++) {
                if (message.get() != (byte) (i + at)) {
                    throw new AssertionError("Byte " + at + " of message " + i + " is wrong.");
                }
            }
        }
        awaitJournal("flooded");
    }

    @Test
    void aPeerThatWritesMuchBeforeItReadsGetsEveryEcho() throws Exception {
        int messages = 8;
        RawWebSocketClient client = raw("/command");
        CompletableFuture<Void> writing = write(() -> {
            for (int i = 0; i < messages; i++) {
                client.sendBinary(EchoTest.bytes(MIB - i));
            }
        });
        // The endpoint is in the midst of it by now; it may not get on before this end reads.
        awaitJournal("binary " + MIB);

        for (int i = 0; i < messages; i++) {
            assertThat(frame(client, WireFrame.BINARY).payload()).isEqualTo(EchoTest.bytes(MIB - i));
        }
        writing.get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatDoesNotReadHoldsNobodyElseUp() throws Exception {
        List<RawWebSocketClient> stuck = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawWebSocketClient client = raw("/command");
            client.sendText("flood 200 65536");
            stuck.add(client);
        }
        awaitJournal("flooding");
        JdkSocket other = jdk("/echo");
        other.sendText("still there?");

        assertThat(other.text()).isEqualTo("still there?");
        for (RawWebSocketClient client : stuck) {
            client.reset();
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** Writes on a thread of its own, as the reader has this one. */
    private static CompletableFuture<Void> write(Writing writing) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        writing.run();
                        done.complete(null);
                    } catch (IOException | RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                },
                "writer");
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
