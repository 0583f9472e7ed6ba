package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing comes before {@code onOpen}, nothing after {@code onClose}, and that comes once, whatever happens. */
class SessionEndTest {
    private static BlockingQueue<String> events;
    private static volatile Session session;
    private static volatile CountDownLatch proceed;

    private final SessionHarness peer = new SessionHarness();

    @ServerEndpoint("/end")
    public static class Ending {
        @OnOpen
        public void open(Session s) {
            session = s;
            events.add("open");
        }

        @OnMessage
        public void text(String text) {
            events.add(text);
        }

        @OnMessage
        public void binary(InputStream stream) throws InterruptedException {
            events.add("stream begins");
            proceed.await();
            events.add("stream ends");
        }

        @OnClose
        public void close(CloseReason reason) {
            events.add("close " + reason.getCloseCode().getCode());
        }

        @OnError
        public void error(Throwable failure) {
            events.add("error " + failure.getMessage());
        }
    }

    @BeforeEach
    void reset() {
        events = new LinkedBlockingQueue<>();
        proceed = new CountDownLatch(1);
    }

    @AfterEach
    void everythingIsGivenBack() {
        proceed.countDown();
        peer.close();
        await().until(() -> peer.container.sessionCount() == 0);
        await().untilAsserted(() ->
                assertThat(peer.container.bufferPool().outstanding()).isZero());
    }

    private void awaitEvents(String... expected) {
        await().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    @Test
    void theRestOfAMessageThatBeganBeforeTheCloseIsDropped() throws Exception {
        peer.open(Ending.class, "/end");
        peer.frames().text("begin", false).send();
        session.close();
        awaitEvents("open", "close 1000");
        peer.frames().text("end", true).send();
        peer.frames().close(1000, "").send();
        await().until(peer.transport::isClosed);
        assertThat(events).containsExactly("open", "close 1000");
    }

    @Test
    void onCloseComesWhenTheContainerRunsNoTasksAnyMore() throws Exception {
        peer.open(Ending.class, "/end");
        peer.transport.rejectTasks();
        ((SheetbendSession) session).abort();
        awaitEvents("open", "close 1006");
    }

    @Test
    void sendHandlersAreToldWhenTheContainerRunsNoTasksAnyMore() throws Exception {
        peer.open(Ending.class, "/end");
        peer.transport.holdWrites();
        var results = new LinkedBlockingQueue<SendResult>();
        session.getAsyncRemote().sendText("a", results::add);
        Future<Void> second = session.getAsyncRemote().sendText("b");
        peer.transport.rejectTasks();
        peer.transport.end(new IOException("reset"));
        assertThat(results.take().isOK()).isFalse();
        assertThat(second).isDone();
        awaitEvents("open", "close 1006");
        peer.transport.completeWrite();
    }

    @Test
    void anErrorOfThePeerIsReportedWhenTheHandlerThatReadsAStreamHasReturned() throws Exception {
        peer.open(Ending.class, "/end");
        peer.frames().binary(new byte[1], false).send();
        awaitEvents("open", "stream begins");
        peer.frames().hex("81 80 00000000").send();
        assertThat(events).containsExactly("open", "stream begins");
        proceed.countDown();
        awaitEvents(
                "open",
                "stream begins",
                "stream ends",
                "error A new message began before the one before was finished.",
                "close 1002");
    }

    @Test
    void whatASendHandlerThrowsWaitsForTheHandlerThatIsInside() throws Exception {
        peer.open(Ending.class, "/end");
        peer.frames().binary(new byte[1], false).send();
        awaitEvents("open", "stream begins");
        var thrown = new CountDownLatch(1);
        session.getAsyncRemote().sendText("a", result -> {
            thrown.countDown();
            throw new IllegalStateException("mine");
        });
        thrown.await();
        proceed.countDown();
        awaitEvents("open", "stream begins", "stream ends", "error mine");
    }

    @Test
    void anotherSessionIsNotSeenBeforeItIsOpened() throws Exception {
        var seen = new ArrayList<Integer>();
        var second = new FakeTransport();
        peer.open(Ending.class, "/end");
        second.beforeOpening(() -> seen.add(session.getOpenSessions().size()));
        peer.connect("/end", second);
        assertThat(seen).containsExactly(1);
        assertThat(session.getOpenSessions()).hasSize(2);
        second.end(null);
        second.shutDown();
    }

    @Test
    void aCloseThatHasNotLeftLeavesThoughThePeerBreaksARuleMeanwhile() throws Exception {
        peer.open(Ending.class, "/end");
        peer.transport.holdWrites();
        Future<Void> before = session.getAsyncRemote().sendText("a");
        session.close();
        peer.frames().hex("ff 80 00000000").send();
        assertThat(peer.transport.isClosed()).isFalse();
        peer.transport.releaseWrites();
        assertThat(before.get()).isNull();
        assertThat(peer.received()).containsExactly("text:a", "close:1000");
        assertThat(peer.transport.isClosed()).isTrue();
    }

    // Coders

    /** A number as an application has it. */
    public record Amount(int value) {}

    public static class AmountCoder implements Encoder.Binary<Amount>, Decoder.Text<Amount> {
        private final ByteBuffer reused = ByteBuffer.allocate(10_000);

        @Override
        public void init(EndpointConfig config) {
            // Both interfaces have a default.
        }

        @Override
        public ByteBuffer encode(Amount amount) {
            if (amount.value() < 0) {
                return null;
            }
            reused.clear();
            while (reused.hasRemaining()) {
                reused.put((byte) ('a' + amount.value()));
            }
            return reused.flip();
        }

        @Override
        public Amount decode(String text) throws DecodeException {
            return new Amount(Integer.parseInt(text));
        }

        @Override
        public boolean willDecode(String text) {
            return !text.isEmpty();
        }

        @Override
        public void destroy() {
            throw new IllegalStateException("cannot be destroyed");
        }
    }

    @ServerEndpoint(value = "/coders", encoders = AmountCoder.class, decoders = AmountCoder.class)
    public static class WithCoders {
        @OnOpen
        public void open(Session s) {
            session = s;
        }

        @OnMessage
        public Amount amount(Amount amount) {
            return amount;
        }

        @OnClose
        public void close() {
            events.add("close");
        }

        @OnError
        public void error(Throwable failure) {
            events.add("error " + failure.getClass().getSimpleName());
        }
    }

    @Test
    void anEncoderMayFillItsBufferAgainWhileTheMessageBeforeIsOnItsWay() throws Exception {
        peer.open(WithCoders.class, "/coders");
        peer.transport.holdWrites();
        List<Future<Void>> sent = List.of(
                session.getAsyncRemote().sendObject(new Amount(0)),
                session.getAsyncRemote().sendObject(new Amount(1)),
                session.getAsyncRemote().sendObject(new Amount(2)));
        peer.transport.releaseWrites();
        for (Future<Void> future : sent) {
            assertThat(future.get()).isNull();
        }
        assertThat(peer.received())
                .containsExactly(
                        "binary:" + "a".repeat(10_000), "binary:" + "b".repeat(10_000), "binary:" + "c".repeat(10_000));
    }

    @Test
    void anEncoderThatReturnsNullIsNamed() throws Exception {
        peer.open(WithCoders.class, "/coders");
        assertThatThrownBy(() -> session.getBasicRemote().sendObject(new Amount(-1)))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("AmountCoder returned null");
    }

    @Test
    void aMessageThatNoDecoderTakesIsADecodeException() throws Exception {
        peer.open(WithCoders.class, "/coders");
        peer.frames().text("").send();
        assertThat(events).containsExactly("error DecodeException");
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void nothingFollowsOnCloseThoughACoderCannotBeDestroyed() throws Exception {
        peer.open(WithCoders.class, "/coders");
        peer.frames().text("1").send();
        assertThat(peer.received()).hasSize(1);
        peer.transport.end(null);
        await().until(() -> peer.container.sessionCount() == 0);
        assertThat(events).containsExactly("close");
    }

    /** Its method stays until the test lets it go. */
    @ServerEndpoint("/slow-to-open")
    public static class SlowToOpen {
        static volatile CountDownLatch entered;
        static volatile CountDownLatch release;

        @OnOpen
        public void open() throws InterruptedException {
            entered.countDown();
            release.await();
        }
    }

    @Test
    void aSessionThatIsOpeningWhenTheContainerStopsIsClosedInOrder() throws Exception {
        SlowToOpen.entered = new CountDownLatch(1);
        SlowToOpen.release = new CountDownLatch(1);
        InMemorySession.Background connecting =
                InMemorySession.Background.start(() -> peer.open(SlowToOpen.class, "/slow-to-open"));
        SlowToOpen.entered.await();
        InMemorySession.Background stopping = InMemorySession.Background.start(() -> peer.container.stop());
        InMemorySession.soon()
                .untilAsserted(
                        () -> assertThat(peer.received()).containsExactly("close:1001:The application is stopping."));
        SlowToOpen.release.countDown();
        connecting.join();
        assertThat(peer.transport.isAborted()).isFalse();
        peer.frames().close(1001, "").send();
        stopping.join();
        assertThat(peer.transport.isAborted()).isFalse();
    }

    @Test
    void aHandshakeThatIsUnderWayWhenTheContainerStopsIsWaitedFor() throws Exception {
        peer.deploy(
                ServerEndpointConfig.Builder.create(Ending.class, "/under-way").build());
        UpgradeAnswer answer = peer.container.answer("/under-way", SessionHarness.request("/under-way"));
        InMemorySession.Background stopping =
                InMemorySession.Background.start(() -> peer.container.stop()).awaitBlocked();
        ((UpgradeAnswer.Accepted) answer).acceptor().accept(peer.transport);
        assertThat(peer.received()).containsExactly("close:1001:The application is stopping.");
        assertThat(peer.transport.isAborted()).isFalse();
        peer.frames().close(1001, "").send();
        stopping.join();
        assertThat(events).containsExactly("open", "close 1001");
        assertThat(peer.transport.isAborted()).isFalse();
        assertThat(peer.container.sessionCount()).isZero();
    }

    @Test
    void aSessionThatBecomesOneWhenTheContainerHasStoppedIsCut() throws Exception {
        peer.deploy(ServerEndpointConfig.Builder.create(Ending.class, "/late").build());
        UpgradeAnswer answer = peer.container.answer("/late", SessionHarness.request("/late"));
        peer.container.stop();
        ((UpgradeAnswer.Accepted) answer).acceptor().accept(peer.transport);
        assertThat(peer.transport.isAborted()).isTrue();
        awaitEvents("open", "close 1001");
        await().until(() -> peer.container.sessionCount() == 0);
    }
}
