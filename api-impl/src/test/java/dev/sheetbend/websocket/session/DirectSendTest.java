package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole messages that are framed at once, above all what handlers return: nothing of that shows but the speed. */
@SuppressWarnings("FutureReturnValueIgnored") // a send whose outcome the peer shows
class DirectSendTest {
    private static BlockingQueue<String> events;
    private static volatile Session session;
    private static volatile Handler handler;

    private final SessionHarness peer = new SessionHarness();

    /** What a message method does. */
    private interface Handler {
        String handle(Session session, String text) throws Exception;
    }

    @ServerEndpoint("/returning")
    public static class Returning {
        @OnOpen
        public void open(Session s) {
            session = s;
        }

        @OnMessage
        public String text(String text, Session s) throws Exception {
            return handler.handle(s, text);
        }

        @OnMessage
        public byte[] binary(byte[] data) {
            return data;
        }

        @OnError
        public void error(Throwable failure) {
            events.add("error " + failure.getClass().getSimpleName());
        }

        @OnClose
        public void close() {
            events.add("close");
        }
    }

    @BeforeEach
    void reset() {
        events = new LinkedBlockingQueue<>();
        handler = (s, text) -> text;
    }

    @AfterEach
    void everythingIsGivenBack() {
        peer.close();
        await().until(() -> peer.sessionCount() == 0);
        await().untilAsserted(() ->
                assertThat(peer.container.bufferPool().outstanding()).isZero());
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    // What a handler returns

    @Test
    void aReturnedValueLeavesBehindWhatItsHandlerSent() throws Exception {
        handler = (s, text) -> {
            s.getAsyncRemote().sendText("first");
            s.getBasicRemote().sendText("second");
            return text;
        };
        peer.open(Returning.class, "/returning");
        peer.frames().text("third").send();
        peer.frames().text("third").text("third").send();
        assertThat(peer.received())
                .containsExactly(
                        "text:first",
                        "text:second",
                        "text:third",
                        "text:first",
                        "text:second",
                        "text:third",
                        "text:first",
                        "text:second",
                        "text:third");
    }

    @Test
    void everyReturnedValueLeavesByItselfWhenCoalescingIsOff() throws Exception {
        peer.with(SheetbendProperties.COALESCE, false).open(Returning.class, "/returning");
        peer.frames().text("a").text("b").binary(new byte[] {'c'}, true).send();
        assertThat(peer.received()).containsExactly("text:a", "text:b", "binary:c");
        assertThat(peer.transport.writes()).isEqualTo(3);
    }

    @Test
    void aReturnedValueDoesNotWaitForALaterHandlerThatKeepsTheThread() throws Exception {
        var proceed = new CountDownLatch(1);
        handler = (s, text) -> {
            if (text.equals("b")) {
                proceed.await();
            }
            return text;
        };
        peer.open(Returning.class, "/returning");
        var reader = new Thread(() -> peer.frames().text("a").text("b").send());
        reader.start();
        await().untilAsserted(() -> assertThat(peer.received()).containsExactly("text:a"));
        proceed.countDown();
        reader.join();
        assertThat(peer.received()).containsExactly("text:a", "text:b");
    }

    @Test
    void aReturnedValueWaitsBehindAMessageInParts() throws Exception {
        peer.open(Returning.class, "/returning");
        session.getBasicRemote().sendText("in ", false);
        var reader = new Thread(() -> peer.frames().text("behind").send());
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        session.getBasicRemote().sendText("parts", true);
        reader.join();
        assertThat(peer.received()).containsExactly("text:in parts", "text:behind");
    }

    @Test
    void aReturnedValueThatCannotBeSentGoesToOnError() throws Exception {
        handler = (s, text) -> {
            s.close();
            return text;
        };
        peer.open(Returning.class, "/returning");
        peer.frames().text("a").send();
        await().untilAsserted(() -> assertThat(events).containsExactly("error IOException", "close"));
        assertThat(peer.received()).containsExactly("close:1000");
    }

    @Test
    void returnedValuesThatThePeerDoesNotTakePauseTheReading() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).open(Returning.class, "/returning");
        peer.transport.holdWrites();
        peer.frames().text("a".repeat(100)).send();
        assertThat(peer.transport.isSuspended()).isFalse();
        peer.frames().text("b".repeat(450)).send();
        assertThat(peer.transport.isSuspended()).isTrue();
        peer.transport.releaseWrites();
        assertThat(peer.transport.isSuspended()).isFalse();
        assertThat(peer.received()).containsExactly("text:" + "a".repeat(100), "text:" + "b".repeat(450));
    }

    @Test
    void aReturnedValueThatIsLargeHasLeftWhenItsHandlerIsCalledAgain() throws Exception {
        peer.open(Returning.class, "/returning");
        byte[] large = "x".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        peer.transport.holdWrites();
        var reader = new Thread(
                () -> peer.frames().binary(large, true).binary(large, true).send());
        reader.start();
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        assertThat(peer.transport.writes()).isOne();
        peer.transport.releaseWrites();
        reader.join();
        assertThat(peer.received()).containsExactly("binary:" + utf8(large), "binary:" + utf8(large));
    }

    // All lengths, all ways

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyTextArrivesAsItWasSentWhateverTheWay(Role role) throws Exception {
        var endpoint = new RecordingEndpoint();
        peer.open(role, endpoint);
        var expected = new ArrayList<String>();
        for (String character : new String[] {"a", "\u00E9", "\u20AC", "\uD83D\uDE00", "abc\u20AC"}) {
            for (int times : new int[] {0, 1, 31, 41, 42, 62, 63, 125, 126, 256, 257, 4096, 4097, 9000, 70_000}) {
                String text = character.repeat(times);
                endpoint.session.getBasicRemote().sendText(text);
                endpoint.session.getAsyncRemote().sendText(text).get();
                endpoint.session.getBasicRemote().sendObject(text);
                expected.addAll(List.of("text:" + text, "text:" + text, "text:" + text));
            }
        }
        assertThat(peer.received()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void halfACharacterIsSentAsAQuestionMarkWhateverTheWay(Role role) throws Exception {
        var endpoint = new RecordingEndpoint();
        peer.open(role, endpoint);
        var expected = new ArrayList<String>();
        for (int times : new int[] {1, 300, 5000}) {
            String text = "\uD83D".repeat(times);
            endpoint.session.getBasicRemote().sendText(text);
            endpoint.session.getBasicRemote().sendText(text + "a", false);
            endpoint.session.getBasicRemote().sendText("", true);
            endpoint.session.getAsyncRemote().sendText(text).get();
            expected.addAll(List.of(
                    "text:" + "?".repeat(times), "text:" + "?".repeat(times) + "a", "text:" + "?".repeat(times)));
        }
        assertThat(peer.received()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyBufferArrivesAsItWasSentWhateverTheWay(Role role) throws Exception {
        var endpoint = new RecordingEndpoint();
        peer.open(role, endpoint);
        var expected = new ArrayList<String>();
        for (int length : new int[] {0, 1, 125, 126, 8191, 8192, 65_535, 65_536, 200_000}) {
            byte[] bytes = "y".repeat(length + 5).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer heap = ByteBuffer.wrap(bytes, 3, length).slice();
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(length).put(bytes, 0, length).flip();
            for (ByteBuffer data : List.of(heap, direct)) {
                endpoint.session.getBasicRemote().sendBinary(data);
                assertThat(data.hasRemaining()).isFalse();
                endpoint.session.getAsyncRemote().sendBinary(data.flip()).get();
                assertThat(data.hasRemaining()).isFalse();
                String sent = "binary:" + "y".repeat(length);
                expected.addAll(List.of(sent, sent));
            }
        }
        assertThat(peer.received()).containsExactlyElementsOf(expected);
    }

    // Waiting

    @Test
    void aBlockingSendReturnsWhenTheTransportHasIt() throws Exception {
        peer.open(Returning.class, "/returning");
        peer.transport.holdWrites();
        for (String text : new String[] {"short", "x".repeat(300), "x".repeat(20_000)}) {
            var sending = new Thread(() -> send(text));
            sending.start();
            await().until(() -> sending.getState() == Thread.State.TIMED_WAITING);
            peer.transport.completeWrite();
            sending.join();
        }
        assertThat(events).isEmpty();
    }

    private static void send(String text) {
        try {
            session.getBasicRemote().sendText(text);
        } catch (IOException e) {
            events.add(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    @Test
    void aBlockingSendFailsWhenTheConnectionBreaksUnderIt() throws Exception {
        peer.open(Returning.class, "/returning");
        peer.transport.holdWrites();
        var sending = new Thread(() -> send("a"));
        sending.start();
        await().until(() -> sending.getState() == Thread.State.TIMED_WAITING);
        peer.transport.abort();
        sending.join();
        await().untilAsserted(() -> assertThat(events).contains("IOException Aborted.", "close"));
        assertThatThrownBy(() -> session.getBasicRemote().sendText("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anInterruptedBlockingSendKeepsTheSessionUnlessTheTransportStillReadsItsArray() throws Exception {
        peer.open(Returning.class, "/returning");
        peer.transport.holdWrites();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> session.getBasicRemote().sendText("a")).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        peer.transport.completeWrite();
        assertThat(session.isOpen()).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> session.getBasicRemote().sendBinary(ByteBuffer.allocate(20_000)))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        await().untilAsserted(() -> assertThat(events).containsExactly("close"));
    }

    @Test
    void manyAsynchronousSendsAreDoneInTheirOrder() throws Exception {
        peer.open(Returning.class, "/returning");
        var order = new LinkedBlockingQueue<Integer>();
        for (int round = 0; round < 3; round++) {
            peer.transport.holdWrites();
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                Future<Void> sent = session.getAsyncRemote().sendText("x".repeat(i));
                all.add(((CompletableFuture<Void>) sent).thenRun(() -> order.add(number)));
            }
            peer.transport.completeWrite();
            assertThat(all.get(0)).isCompleted();
            assertThat(all.get(49)).isNotDone();
            peer.transport.releaseWrites();
            assertThat(all).allMatch(CompletableFuture::isDone);
        }
        assertThat(order).hasSize(150);
        assertThat(new ArrayList<>(order).subList(50, 100)).isSorted();
    }

    @Test
    void anAsynchronousSendInABatchThatBreaksFails() throws Exception {
        peer.open(Returning.class, "/returning");
        session.getAsyncRemote().setBatchingAllowed(true);
        assertThat(session.getAsyncRemote().sendText("a")).isDone();
        peer.transport.throwInWrites(new IllegalStateException("broken"));
        // More than a batch holds.
        Future<Void> full = session.getAsyncRemote().sendBinary(ByteBuffer.allocate(7000));
        assertThat(full).isDone();
        Future<Void> more = session.getAsyncRemote().sendText("x".repeat(4000));
        assertThat(more).isDone();
        Future<Void> tooMuch = session.getAsyncRemote().sendBinary(ByteBuffer.allocate(7000));
        assertThatThrownBy(tooMuch::get).hasMessageContaining("broken");
    }
}
