package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions over a transport in memory: sending, receiving and every way to end. */
@SuppressWarnings("FutureReturnValueIgnored") // a send whose outcome the peer shows
class SessionTest {
    private static BlockingQueue<String> events;
    private static volatile Session session;
    private static volatile Handler handler;

    private final SessionHarness peer = new SessionHarness();

    /** What a test does with a text message. */
    interface Handler {
        void handle(Session session, String text) throws Exception;
    }

    @BeforeEach
    void reset() {
        events = new LinkedBlockingQueue<>();
        handler = (s, text) -> s.getBasicRemote().sendText(text);
    }

    @AfterEach
    void everythingIsGivenBack() {
        peer.close();
        await().until(() -> peer.container.sessionCount() == 0);
        await().untilAsserted(() ->
                assertThat(peer.container.bufferPool().outstanding()).isZero());
    }

    @ServerEndpoint("/test")
    public static class Recording {
        @OnOpen
        public void open(Session s) {
            session = s;
            events.add("open");
        }

        @OnMessage
        public void text(String text, Session s) throws Exception {
            handler.handle(s, text);
        }

        @OnMessage
        public ByteBuffer binary(ByteBuffer data) {
            return data;
        }

        @OnMessage
        public void pong(PongMessage pong) {
            events.add("pong " + StandardCharsets.UTF_8.decode(pong.getApplicationData()));
        }

        @OnClose
        public void close(CloseReason reason) {
            events.add("close " + reason.getCloseCode().getCode());
        }

        @OnError
        public void error(Throwable failure) {
            events.add("error " + failure.getClass().getSimpleName());
        }
    }

    private void awaitEvents(String... expected) {
        await().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    // Messages

    @Test
    void aTextMessageIsAnswered() throws Exception {
        peer.open(Recording.class, "/test");
        peer.frames().text("hello").send();
        assertThat(peer.received()).containsExactly("text:hello");
        assertThat(events).containsExactly("open");
    }

    @Test
    void aReturnValueIsSent() throws Exception {
        peer.open(Recording.class, "/test");
        peer.frames().binary(new byte[] {'a', 'b'}, true).send();
        assertThat(peer.received()).containsExactly("binary:ab");
    }

    @Test
    void aPingIsAnsweredWithItsBytesBetweenTheFramesOfAMessage() throws Exception {
        peer.open(Recording.class, "/test");
        peer.frames().text("hel", false).ping("p").text("lo", true).send();
        assertThat(peer.received()).containsExactly("pong:p", "text:hello");
    }

    @Test
    void aPongReachesItsHandler() throws Exception {
        peer.open(Recording.class, "/test");
        peer.frames().pong("p").send();
        assertThat(events).containsExactly("open", "pong p");
    }

    @Test
    void anExceptionOfAHandlerGoesToOnErrorAndTheSessionStaysOpen() throws Exception {
        handler = (s, text) -> {
            throw new IllegalStateException("mine");
        };
        peer.open(Recording.class, "/test");
        peer.frames().text("a").ping("still here").send();
        assertThat(events).containsExactly("open", "error IllegalStateException");
        assertThat(peer.received()).containsExactly("pong:still here");
    }

    @Test
    void anExceptionOfAHandlerClosesWith1011WhenTheApplicationWantsThat() throws Exception {
        handler = (s, text) -> {
            throw new IllegalStateException("secret");
        };
        peer.with(SheetbendProperties.CLOSE_ON_HANDLER_ERROR, true).open(Recording.class, "/test");
        peer.frames().text("a").send();
        assertThat(peer.received()).containsExactly("close:1011:The endpoint failed.");
        awaitEvents("open", "error IllegalStateException", "close 1011");
    }

    @Test
    void aMessageOverTheLimitCloses1009() throws Exception {
        peer.with(SheetbendProperties.MAX_TEXT_MESSAGE_SIZE, 4).open(Recording.class, "/test");
        peer.frames().text("1234").text("12345").send();
        assertThat(peer.received()).hasSize(2).first().isEqualTo("text:1234");
        assertThat(peer.received().get(1)).startsWith("close:1009");
        awaitEvents("open", "error SessionException", "close 1009");
    }

    @Test
    void textThatIsNotUtf8Closes1007() throws Exception {
        peer.open(Recording.class, "/test");
        peer.frames().hex("81 81 00000000 ff").send();
        assertThat(peer.received()).hasSize(1).first().asString().startsWith("close:1007");
        awaitEvents("open", "error SessionException", "close 1007");
        await().until(peer.transport::isClosed);
    }

    // Coalescing

    @Test
    void theRepliesToOneReadLeaveInOneWrite() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, 60_000).open(Recording.class, "/test");
        var frames = peer.frames();
        for (int i = 0; i < 100; i++) {
            frames.text("message " + i);
        }
        frames.send();
        assertThat(peer.received()).hasSize(100).last().isEqualTo("text:message 99");
        assertThat(peer.transport.writes()).isOne();
    }

    @Test
    void eachReplyLeavesByItselfWhenCoalescingIsOff() throws Exception {
        peer.with(SheetbendProperties.COALESCE, false).open(Recording.class, "/test");
        peer.frames().text("a").text("b").text("c").send();
        assertThat(peer.received()).containsExactly("text:a", "text:b", "text:c");
        assertThat(peer.transport.writes()).isEqualTo(3);
    }

    @Test
    void aHandlerThatKeepsItsThreadDoesNotKeepWhatItSent() throws Exception {
        var proceed = new CountDownLatch(1);
        handler = (s, text) -> {
            s.getBasicRemote().sendText(text);
            proceed.await();
        };
        peer.open(Recording.class, "/test");
        var reader = new Thread(() -> peer.frames().text("a").text("b").send());
        reader.start();
        await().untilAsserted(() -> assertThat(peer.received()).containsExactly("text:a"));
        proceed.countDown();
        reader.join();
        assertThat(peer.received()).containsExactly("text:a", "text:b");
    }

    // Sending

    @Test
    void concurrentSendersQueueWholeMessages() throws Exception {
        peer.open(Recording.class, "/test");
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            String text = String.valueOf((char) ('a' + t)).repeat(1000 * (t + 1));
            var thread = new Thread(() -> sendMany(text));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(peer.received())
                .hasSize(8 * 50)
                .allSatisfy(message -> assertThat(message.substring("text:".length())
                                .chars()
                                .distinct()
                                .count())
                        .isOne());
    }

    private static void sendMany(String text) {
        try {
            for (int i = 0; i < 25; i++) {
                session.getBasicRemote().sendText(text);
                session.getAsyncRemote().sendText(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMessageInPartsIsNotInterruptedButByControlFrames() throws Exception {
        peer.open(Recording.class, "/test");
        session.getBasicRemote().sendText("one ", false);
        Future<Void> other = session.getAsyncRemote().sendText("other");
        session.getBasicRemote().sendPing(ByteBuffer.wrap(new byte[] {'p'}));
        assertThat(other).isNotDone();
        session.getBasicRemote().sendText("message", true);
        assertThat(peer.received()).containsExactly("ping:p", "text:one message", "text:other");
        assertThat(other.get()).isNull();
    }

    @Test
    void aThreadThatForgetsTheLastPartGetsAnErrorInsteadOfWaitingForItself() throws Exception {
        peer.open(Recording.class, "/test");
        session.getBasicRemote().sendText("one ", false);
        assertThatThrownBy(() -> session.getBasicRemote().sendText("other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("last part");
    }

    @Test
    void aStreamSendsOneMessageAndNothingWhenNothingIsWritten() throws Exception {
        peer.open(Recording.class, "/test");
        session.getBasicRemote().getSendStream().close();
        try (OutputStream stream = session.getBasicRemote().getSendStream()) {
            stream.write("a".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        }
        try (Writer writer = session.getBasicRemote().getSendWriter()) {
            writer.write("\uD83D");
            writer.flush();
            writer.write("\uDE00!");
        }
        assertThat(peer.received()).containsExactly("binary:" + "a".repeat(20_000), "text:\uD83D\uDE00!");
    }

    @Test
    void aLargeMessageLeavesWholeAndItsBufferIsReadToTheEnd() throws Exception {
        peer.open(Recording.class, "/test");
        ByteBuffer data = ByteBuffer.wrap("x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
        session.getBasicRemote().sendBinary(data);
        assertThat(data.remaining()).isZero();
        assertThat(peer.received()).containsExactly("binary:" + "x".repeat(1_000_000));
    }

    @Test
    void aSendHandlerLearnsOfSuccessOnceTheTransportHasTheMessage() throws Exception {
        peer.open(Recording.class, "/test");
        peer.transport.holdWrites();
        var results = new LinkedBlockingQueue<SendResult>();
        SendHandler results1 = results::add;
        session.getAsyncRemote().sendText("a", results1);
        assertThat(results).isEmpty();
        peer.transport.releaseWrites();
        SendResult result = results.take();
        assertThat(result.isOK()).isTrue();
        assertThat(result.getSession()).isSameAs(session);
    }

    @Test
    void anAsynchronousSendFailsWhenTheQueueIsFullAndTheSessionGoesOn() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).open(Recording.class, "/test");
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("first");
        Future<Void> fits = session.getAsyncRemote().sendText("a".repeat(900));
        Future<Void> tooMuch = session.getAsyncRemote().sendText("b".repeat(900));
        assertThatThrownBy(tooMuch::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("send queue is full");
        peer.transport.releaseWrites();
        assertThat(fits.get()).isNull();
        assertThat(peer.received()).containsExactly("text:first", "text:" + "a".repeat(900));
    }

    @Test
    void anAsynchronousSendClosesWith1008WhenTheQueueIsFullAndThePolicySaysSo() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000)
                .with(SheetbendProperties.SEND_POLICY, "close")
                .open(Recording.class, "/test");
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("first");
        session.getAsyncRemote().sendText("b".repeat(1200));
        awaitEvents("open", "close 1008");
        peer.transport.releaseWrites();
        assertThat(peer.received()).hasSize(2).last().asString().startsWith("close:1008");
    }

    @Test
    void aBlockingSendWaitsForRoom() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).open(Recording.class, "/test");
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("a".repeat(900));
        var done = new CountDownLatch(1);
        new Thread(() -> {
                    sendMany("b".repeat(900));
                    done.countDown();
                })
                .start();
        await().until(peer.transport::isWriteHeld);
        assertThat(done.getCount()).isOne();
        peer.transport.releaseWrites();
        done.await();
        assertThat(peer.received()).hasSizeGreaterThan(25);
    }

    @Test
    void aPeerThatTakesNothingEndsABlockingSendWithAnExceptionAndTheSession() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 50).open(Recording.class, "/test");
        peer.transport.holdWrites();
        assertThatThrownBy(() -> session.getBasicRemote().sendText("a"))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("the session is closed");
        awaitEvents("open", "close 1006");
        assertThat(peer.transport.isAborted()).isTrue();
    }

    @Test
    void aPeerThatTakesNothingEndsAnAsynchronousSend() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 50).open(Recording.class, "/test");
        peer.transport.holdWrites();
        Future<Void> send = session.getAsyncRemote().sendText("a");
        assertThatThrownBy(send::get).isInstanceOf(ExecutionException.class);
        awaitEvents("open", "close 1006");
    }

    @Test
    void readingPausesWhileTooMuchWaitsToBeSent() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).open(Recording.class, "/test");
        handler = (s, text) -> s.getAsyncRemote().sendText(text);
        peer.transport.holdWrites();
        peer.frames().text("a".repeat(900)).send();
        assertThat(peer.transport.isSuspended()).isTrue();
        peer.transport.releaseWrites();
        assertThat(peer.transport.isSuspended()).isFalse();
    }

    @Test
    void readingGoesOnWhileWhatTheApplicationPushesWaits() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).open(Recording.class, "/test");
        handler = (s, text) -> events.add(text);
        peer.transport.holdWrites();
        session.getAsyncRemote().sendBinary(ByteBuffer.allocate(1_000_000));
        peer.frames().text("a").send();
        assertThat(peer.transport.isSuspended()).isFalse();
        assertThat(events).containsExactly("open", "a");
        peer.transport.releaseWrites();
    }

    @Test
    void pongsToAPeerThatDoesNotReadTakeTheSpaceOfOne() throws Exception {
        peer.open(Recording.class, "/test");
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("a");
        for (int i = 0; i < 1000; i++) {
            peer.frames().ping("p" + i).send();
        }
        peer.transport.releaseWrites();
        assertThat(peer.received()).containsExactly("text:a", "pong:p999");
    }

    @Test
    void batchingHoldsMessagesBackUntilTheyAreFlushed() throws Exception {
        peer.open(Recording.class, "/test");
        var remote = session.getBasicRemote();
        remote.setBatchingAllowed(true);
        remote.sendText("a");
        remote.sendText("b");
        assertThat(peer.received()).isEmpty();
        remote.flushBatch();
        assertThat(peer.received()).containsExactly("text:a", "text:b");
        remote.sendText("c");
        remote.setBatchingAllowed(false);
        assertThat(peer.received()).containsExactly("text:a", "text:b", "text:c");
        assertThat(peer.transport.writes()).isEqualTo(2);
    }

    // Closing

    @Test
    void thePeersCloseIsAnsweredWithItsCodeAndTheServerEndsTheConnection() throws Exception {
        peer.open(Recording.class, "/test");
        peer.frames().close(3000, "bye").send();
        assertThat(peer.received()).containsExactly("close:3000");
        awaitEvents("open", "close 3000");
        await().until(peer.transport::isClosed);
        await().until(() -> !session.isOpen());
    }

    @Test
    void aCloseOfTheApplicationWaitsForThePeersBeforeTheConnectionEnds() throws Exception {
        peer.open(Recording.class, "/test");
        session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "later"));
        assertThat(peer.received()).containsExactly("close:1001:later");
        awaitEvents("open", "close 1001");
        assertThat(peer.transport.isClosed()).isFalse();
        peer.frames().close(1001, "").send();
        await().until(peer.transport::isClosed);
    }

    @Test
    void aPeerThatDoesNotAnswerACloseIsCutOff() throws Exception {
        peer.with(SheetbendProperties.CLOSE_TIMEOUT, 50).open(Recording.class, "/test");
        session.close();
        await().until(peer.transport::isAborted);
        awaitEvents("open", "close 1000");
    }

    @Test
    void closeInAHandlerRunsOnCloseAfterTheHandlerAndNothingAfterIt() throws Exception {
        handler = (s, text) -> {
            s.close();
            s.close();
            events.add("handled " + text);
        };
        peer.open(Recording.class, "/test");
        peer.frames().text("a").text("b").ping("p").close(1000, "").send();
        awaitEvents("open", "handled a", "close 1000");
        assertThat(peer.received()).containsExactly("close:1000");
    }

    @Test
    void closeInOnOpenRunsOnCloseAfterOnOpen() throws Exception {
        peer.open(ClosingInOpen.class, "/closing");
        awaitEvents("opened", "closed");
    }

    @ServerEndpoint("/closing")
    public static class ClosingInOpen {
        @OnOpen
        public void open(Session s) throws IOException {
            s.close();
            events.add("opened");
        }

        @OnClose
        public void close() {
            events.add("closed");
        }
    }

    @Test
    void aSessionThatIsClosedBeforeItIsOpenedIsOpenedFirst() throws Exception {
        peer.transport.beforeOpening(() -> peer.container.stop());
        peer.open(Recording.class, "/test");
        awaitEvents("open", "close 1001");
    }

    @Test
    void aConnectionThatIsLostIs1006() throws Exception {
        peer.open(Recording.class, "/test");
        peer.transport.end(new IOException("reset"));
        awaitEvents("open", "close 1006");
    }

    @Test
    void anIdleSessionGetsAClose1001AndItsEndpoint1006() throws Exception {
        peer.with(SheetbendProperties.IDLE_TIMEOUT, 50).open(Recording.class, "/test");
        awaitEvents("open", "close 1006");
        assertThat(peer.received()).containsExactly("close:1001:Idle timeout.");
    }

    @Test
    void anAbortSendsNothing() throws Exception {
        peer.open(Recording.class, "/test");
        ((SheetbendSession) session).abort();
        awaitEvents("open", "close 1006");
        assertThat(peer.received()).isEmpty();
        assertThat(peer.transport.isAborted()).isTrue();
    }

    @Test
    void stoppingTheContainerClosesWith1001() throws Exception {
        peer.open(Recording.class, "/test");
        new Thread(() -> peer.container.stop()).start();
        awaitEvents("open", "close 1001");
        assertThat(peer.received()).containsExactly("close:1001:The application is stopping.");
        peer.frames().close(1001, "").send();
        await().until(() -> peer.container.sessionCount() == 0);
    }

    @Test
    void aSessionThatIsClosedRefusesItsMethods() throws Exception {
        peer.open(Recording.class, "/test");
        session.close();
        awaitEvents("open", "close 1000");
        await().untilAsserted(
                        () -> assertThatThrownBy(session::getBasicRemote).isInstanceOf(IllegalStateException.class));
        session.close();
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void aCodeThatMustNotBeSentIsRefusedAndTheSessionStaysOpen() throws Exception {
        peer.open(Recording.class, "/test");
        CloseReason illegal = new CloseReason(() -> 2999, "");
        assertThatThrownBy(() -> session.close(illegal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2999");
        assertThat(session.isOpen()).isTrue();
    }

    // Streams

    @ServerEndpoint("/streams")
    public static class Streams {
        @OnMessage
        public void text(Reader reader, Session s) throws IOException {
            var text = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                text.append((char) c);
            }
            events.add("text " + text.length());
            s.getBasicRemote().sendText(text.toString());
        }

        @OnMessage
        public void binary(InputStream stream) throws IOException {
            events.add("binary " + stream.readAllBytes().length);
        }

        @OnMessage
        public void pong(PongMessage pong) {
            events.add("pong");
        }

        @OnError
        public void error(Throwable failure) {
            events.add("error " + failure.getClass().getSimpleName());
        }

        @OnClose
        public void close(CloseReason reason) {
            events.add("close " + reason.getCloseCode().getCode());
        }
    }

    @Test
    void aMessageInOneReadIsAStreamToo() throws Exception {
        peer.open(Streams.class, "/streams");
        peer.frames().text("h\u00e9llo").binary(new byte[3], true).send();
        assertThat(events).containsExactly("text 5", "binary 3");
        assertThat(peer.received()).containsExactly("text:h\u00e9llo");
    }

    @Test
    void aStreamIsReadWhileItArrivesAndMayBeLargerThanTheLimit() throws Exception {
        peer.with(SheetbendProperties.MAX_TEXT_MESSAGE_SIZE, 10).open(Streams.class, "/streams");
        String part = "\u20ac".repeat(50_000);
        for (int i = 0; i < 4; i++) {
            peer.frames().text(part, false).send();
        }
        peer.frames().pong("").text("!", true).send();
        awaitEvents("text 200001", "pong");
        assertThat(peer.received()).containsExactly("text:" + part.repeat(4) + "!");
    }

    @Test
    void aHandlerThatReadsAStreamLearnsThatTheRestWillNotCome() throws Exception {
        peer.open(Streams.class, "/streams");
        peer.frames().text("beginning", false).send();
        peer.transport.end(new IOException("reset"));
        awaitEvents("error IOException", "close 1006");
    }

    @Test
    void partsOfAStreamThatItsHandlerDoesNotReadAreDropped() throws Exception {
        peer.open(Impatient.class, "/impatient");
        peer.frames().binary(new byte[100_000], false).send();
        peer.frames().binary(new byte[300_000], false).send();
        peer.frames().binary(new byte[0], true).text("next").send();
        awaitEvents("left", "next");
    }

    @ServerEndpoint("/impatient")
    public static class Impatient {
        @OnMessage
        public void binary(InputStream stream) {
            events.add("left");
        }

        @OnMessage
        public void text(String text) {
            events.add(text);
        }
    }

    @Test
    void partsArriveAsTheyAreSent() throws Exception {
        peer.open(Parts.class, "/parts");
        peer.frames().text("a", false).text("b", false).text("c", true).send();
        assertThat(List.copyOf(events)).containsExactly("a false", "b false", "c true");
    }

    @ServerEndpoint("/parts")
    public static class Parts {
        @OnMessage
        public void text(String part, boolean last) {
            events.add(part + " " + last);
        }
    }
}
