package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the methods of an endpoint do instead of waiting where {@code endpointThreads} is {@code io}. */
@Timeout(60)
class EndpointThreadTest {
    private static volatile Handler handler;
    private static BlockingQueue<String> events;

    private final SessionHarness peer = new SessionHarness().with(SheetbendProperties.ENDPOINT_THREADS, "io");

    /** What an endpoint does with a message. */
    private interface Handler {
        void handle(Session session) throws Exception;
    }

    @ServerEndpoint("/io")
    public static class Endpoint {
        @OnMessage
        public void text(String text, Session session) throws Exception {
            handler.handle(session);
        }

        @OnClose
        public void close(Session session, CloseReason reason) {
            // Whoever calls it, the reading thread waits for its end.
            events.add("close " + reason.getCloseCode().getCode() + (EndpointThread.mayWait() ? " waits" : ""));
        }
    }

    @ServerEndpoint("/reader")
    public static class ReaderEndpoint {
        @OnMessage
        public String text(Reader reader) throws IOException {
            return new BufferedReader(reader).readLine();
        }
    }

    @BeforeEach
    void reset() {
        events = new LinkedBlockingQueue<>();
    }

    @AfterEach
    void everythingIsGivenBack() {
        peer.close();
        await().until(() -> peer.container.sessionCount() == 0);
        await().untilAsserted(() ->
                assertThat(peer.container.bufferPool().outstanding()).isZero());
    }

    /** Has the endpoint do it, on this thread, while the transport takes nothing. */
    private void handle(Handler action) throws Exception {
        var failure = new CompletableFuture<Throwable>();
        handler = session -> {
            try {
                action.handle(session);
                failure.complete(null);
            } catch (Throwable thrown) {
                failure.complete(thrown);
            }
        };
        peer.open(Endpoint.class, "/io");
        peer.transport.holdWrites();
        peer.frames().text("go").send();
        Throwable thrown = failure.get(20, TimeUnit.SECONDS);
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
    }

    @Test
    void aBlockingSendIsQueuedWithTheBytesThatItWasCalledWith() throws Exception {
        byte[] small = new byte[10];
        byte[] large = new byte[20_000];
        handle(session -> {
            for (byte[] message : new byte[][] {large, small}) {
                Arrays.fill(message, (byte) 'a');
                session.getBasicRemote().sendBinary(ByteBuffer.wrap(message));
                Arrays.fill(message, (byte) 'b');
            }
            session.getBasicRemote().sendText("one ", false);
            session.getBasicRemote().sendText("message", true);
            session.getBasicRemote().flushBatch();
        });
        peer.transport.releaseWrites();

        assertThat(peer.received())
                .containsExactly("binary:" + "a".repeat(20_000), "binary:" + "a".repeat(10), "text:one message");
    }

    @Test
    void aBlockingSendBehindAnUnfinishedMessageOfAnotherThreadIsQueuedAsWell() throws Exception {
        byte[] message = {'a'};
        var others = new CompletableFuture<Void>();
        handle(session -> {
            new Thread(() -> {
                        try {
                            session.getBasicRemote().sendText("in ", false);
                            session.getBasicRemote().sendText("parts", true);
                            others.complete(null);
                        } catch (IOException e) {
                            others.completeExceptionally(e);
                        }
                    })
                    .start();
            await().until(peer.transport::isWriteHeld);
            session.getBasicRemote().sendBinary(ByteBuffer.wrap(message));
            message[0] = 'b';
        });
        peer.transport.releaseWrites();

        others.get(20, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(peer.received()).containsExactly("text:in parts", "binary:a"));
    }

    @Test
    void aSendThatFindsTheQueueFullFailsAndNamesTheProperty() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        handle(session -> {
            session.getBasicRemote().sendText("a".repeat(900));
            assertThatThrownBy(() -> session.getBasicRemote().sendText("b".repeat(900)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1000 bytes")
                    .hasMessageContaining(SheetbendProperties.ENDPOINT_THREADS);
            session.getBasicRemote().sendText("c");
        });
        peer.transport.releaseWrites();

        assertThat(peer.received()).containsExactly("text:" + "a".repeat(900), "text:c");
    }

    @Test
    void aFullQueueClosesWhereThePolicyIsTo() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).with(SheetbendProperties.SEND_POLICY, "close");
        handle(session -> {
            session.getBasicRemote().sendText("a".repeat(900));
            assertThatThrownBy(() -> session.getBasicRemote().sendText("b".repeat(900)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> session.getBasicRemote().sendText("c")).hasMessage("The session is closed.");
        });
        peer.transport.releaseWrites();

        assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("close 1008");
    }

    @Test
    void anAsynchronousSendThatWouldBlockFails() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).with(SheetbendProperties.SEND_POLICY, "block");
        handle(session -> {
            session.getAsyncRemote().sendText("a".repeat(900));
            var result = new CompletableFuture<Throwable>();
            session.getAsyncRemote().sendText("b".repeat(900), sent -> result.complete(sent.getException()));
            assertThat(result.get(20, TimeUnit.SECONDS)).hasMessageContaining(SheetbendProperties.ENDPOINT_THREADS);
        });
        peer.transport.releaseWrites();
    }

    @Test
    void aHandlerThatReadsAStreamIsRefused() throws Exception {
        handle(session -> {
            session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) bytes -> {});
            session.getMessageHandlers().forEach(session::removeMessageHandler);
            assertThatThrownBy(() -> session.addMessageHandler(
                            InputStream.class, (MessageHandler.Whole<InputStream>) stream -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(SheetbendProperties.ENDPOINT_THREADS);
        });
        peer.transport.releaseWrites();
    }

    @Test
    void anAnnotatedEndpointThatReadsStreamsRunsWhereItMayWait() throws Exception {
        peer.open(ReaderEndpoint.class, "/reader");
        peer.frames().text("in ", false).text("parts", true).send();

        await().untilAsserted(() -> assertThat(peer.received()).containsExactly("text:in parts"));
    }

    @Test
    void onCloseDoesNotWaitEither() throws Exception {
        handle(Session::close);
        peer.transport.releaseWrites();

        assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("close 1000");
    }

    @Test
    void outsideOfEndpointsEveryThreadMayWait() throws Exception {
        assertThat(EndpointThread.mayWait()).isTrue();
        handle(session -> assertThatThrownBy(() -> EndpointThread.requireMayWait("This"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("This waits, which the methods of an endpoint must not where the property "
                        + SheetbendProperties.ENDPOINT_THREADS + " is 'io'."));
        assertThat(EndpointThread.mayWait()).isTrue();
        EndpointThread.requireMayWait("This");
        peer.transport.releaseWrites();
    }
}
