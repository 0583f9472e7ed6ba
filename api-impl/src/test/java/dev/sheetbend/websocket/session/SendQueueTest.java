package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The write side of a session under batching, pressure and failing transports. */
@SuppressWarnings("FutureReturnValueIgnored") // a send whose outcome the peer shows
class SendQueueTest {
    private static BlockingQueue<String> events;
    private static volatile Session session;

    private final SessionHarness peer = new SessionHarness();

    @ServerEndpoint("/sending")
    public static class Sending {
        @OnOpen
        public void open(Session s) {
            session = s;
        }

        @OnMessage
        public void text(String size, Session s) throws IOException {
            s.getBasicRemote().sendText("small");
            Future<Void> large = s.getAsyncRemote().sendText("x".repeat(Integer.parseInt(size)));
            large.isDone();
        }

        @OnClose
        public void close(CloseReason reason) {
            events.add("close " + reason.getCloseCode().getCode());
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

    private RemoteEndpoint.Basic open() throws Exception {
        peer.open(Sending.class, "/sending");
        return session.getBasicRemote();
    }

    /** Runs it on a thread of its own. */
    private static CompletableFuture<Void> inBackground(Blocking action) {
        var done = new CompletableFuture<Void>();
        new Thread(() -> {
                    try {
                        action.run();
                        done.complete(null);
                    } catch (Exception e) {
                        done.completeExceptionally(e);
                    }
                })
                .start();
        return done;
    }

    /** What may block. */
    private interface Blocking {
        void run() throws Exception;
    }

    @Test
    void aFailedWriteLeavesTheTransportItsBuffersAndTheSessionNone() throws Exception {
        open();
        var transport = new FailingTransport();
        peer.connect("/sending", transport);
        WeakReference<byte[]> payload = failWriting(transport);
        await().until(() -> {
            System.gc();
            return payload.refersTo(null);
        });
        assertThat(session.isOpen()).isFalse();
        transport.end();
    }

    /** Returns what nothing but the failed session may hold. */
    private static WeakReference<byte[]> failWriting(FailingTransport transport) {
        byte[] payload = new byte[10_000];
        Future<Void> sent = session.getAsyncRemote().sendBinary(ByteBuffer.wrap(payload));
        ByteBuffer[] left = transport.failWrite();
        assertThat(left).doesNotContainNull().isNotEmpty();
        assertThat(left[left.length - 1].array()).isSameAs(payload);
        assertThatThrownBy(sent::get).isInstanceOf(ExecutionException.class);
        return new WeakReference<>(payload);
    }

    @Test
    void aPingIsAnsweredWhileTheApplicationBatches() throws Exception {
        open().setBatchingAllowed(true);
        peer.frames().ping("p").send();
        assertThat(peer.received()).containsExactly("pong:p");
    }

    @Test
    void aPingOfTheApplicationDoesNotWaitForItsBatch() throws Exception {
        RemoteEndpoint.Basic remote = open();
        remote.setBatchingAllowed(true);
        remote.sendPing(ByteBuffer.wrap(new byte[] {'a'}));
        session.getAsyncRemote().sendPing(ByteBuffer.wrap(new byte[] {'b'}));
        assertThat(peer.received()).containsExactly("ping:a", "ping:b");
    }

    @Test
    void anAsynchronousSendHasCompletedWhenItIsInTheBatch() throws Exception {
        open().setBatchingAllowed(true);
        Future<Void> sent = session.getAsyncRemote().sendText("a");
        assertThat(sent).isDone();
        assertThat(peer.received()).isEmpty();
        session.getAsyncRemote().flushBatch();
        assertThat(peer.received()).containsExactly("text:a");
    }

    @Test
    void aBatchIsFlushedBehindAWriteThatIsUnderWay() throws Exception {
        RemoteEndpoint.Basic remote = open();
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("first");
        remote.setBatchingAllowed(true);
        remote.sendText("second");
        CompletableFuture<Void> flushed = inBackground(remote::flushBatch);
        assertThat(peer.received()).containsExactly("text:first");
        await().until(() -> {
            peer.transport.completeWrite();
            return flushed.isDone();
        });
        assertThat(flushed).isCompleted();
        assertThat(peer.received()).containsExactly("text:first", "text:second");
    }

    @Test
    void aLargeMessageInABatchLeavesBehindAWriteThatIsUnderWay() throws Exception {
        RemoteEndpoint.Basic remote = open();
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("first");
        remote.setBatchingAllowed(true);
        CompletableFuture<Void> sent = inBackground(() -> remote.sendBinary(ByteBuffer.wrap(new byte[9000])));
        await().until(() -> {
            peer.transport.completeWrite();
            return sent.isDone();
        });
        assertThat(sent).isCompleted();
        assertThat(peer.received()).hasSize(2);
    }

    @Test
    void whatIsGatheredDoesNotMakeALargeReplyFail() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 100_000);
        open();
        peer.frames().text("100001").text("1").send();
        assertThat(peer.received())
                .containsExactly("text:small", "text:" + "x".repeat(100_001), "text:small", "text:x");
    }

    @Test
    void aSendTimeoutHoldsBehindAnotherWriteThatIsUnderWay() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 3_600_000);
        open();
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("without a timeout");
        session.getAsyncRemote().setSendTimeout(50);
        Future<Void> late = session.getAsyncRemote().sendText("with one");
        assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        await().untilAsserted(() -> assertThat(events).containsExactly("close 1006"));
    }

    @Test
    void aTransportThatThrowsEndsTheSession() throws Exception {
        RemoteEndpoint.Basic remote = open();
        peer.transport.throwInWrites(new IllegalStateException("a defect"));
        assertThatThrownBy(() -> remote.sendText("a")).isInstanceOf(IOException.class);
        await().untilAsserted(() -> assertThat(events).containsExactly("close 1006"));
    }

    @Test
    void anInterruptedSendThatHasNotBegunIsTakenBack() throws Exception {
        RemoteEndpoint.Basic remote = open();
        remote.sendText("one ", false);
        var sender = new CompletableFuture<Thread>();
        CompletableFuture<Void> other = inBackground(() -> {
            sender.complete(Thread.currentThread());
            remote.sendText("never");
        });
        sender.get().interrupt();
        assertThatThrownBy(other::get).hasCauseInstanceOf(InterruptedIOException.class);
        remote.sendText("message", true);
        assertThat(peer.received()).containsExactly("text:one message");
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void anInterruptedSendOfALargeArrayEndsTheSessionBecauseItMayBeHalfWritten() throws Exception {
        RemoteEndpoint.Basic remote = open();
        peer.transport.holdWrites();
        var sender = new CompletableFuture<Thread>();
        CompletableFuture<Void> send = inBackground(() -> {
            sender.complete(Thread.currentThread());
            remote.sendBinary(ByteBuffer.wrap(new byte[100_000]));
        });
        sender.get().interrupt();
        assertThatThrownBy(send::get).hasCauseInstanceOf(InterruptedIOException.class);
        await().untilAsserted(() -> assertThat(events).containsExactly("close 1006"));
    }

    @Test
    void anAsynchronousPingOnAClosedSessionIsAnError() throws Exception {
        open();
        RemoteEndpoint.Async remote = session.getAsyncRemote();
        session.close();
        assertThatThrownBy(() -> remote.sendPing(ByteBuffer.allocate(0))).isInstanceOf(IOException.class);
    }

    @Test
    void aBlockingPolicyWaitsForRoomInsteadOfFailing() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).with(SheetbendProperties.SEND_POLICY, "block");
        open();
        peer.transport.holdWrites();
        session.getAsyncRemote().sendText("a".repeat(900));
        var sends = new CompletableFuture<?>[8];
        for (int i = 0; i < sends.length; i++) {
            sends[i] = inBackground(
                    () -> session.getAsyncRemote().sendText("b".repeat(900)).get());
        }
        peer.transport.releaseWrites();
        CompletableFuture.allOf(sends).get();
        assertThat(peer.received()).hasSize(1 + sends.length);
    }

    @Test
    void aPongLeavesBeforeACloseThatIsQueuedBehindALargeMessage() throws Exception {
        RemoteEndpoint.Basic remote = open();
        peer.transport.holdWrites();
        CompletableFuture<Void> send = inBackground(() -> remote.sendBinary(ByteBuffer.wrap(new byte[100_000])));
        await().until(peer.transport::isWriteHeld);
        peer.frames().ping("p").send();
        session.close();
        peer.transport.releaseWrites();
        send.get();
        assertThat(peer.received()).hasSize(3).endsWith("pong:p", "close:1000");
        assertThat(peer.transport.isAborted()).isFalse();
    }
}
