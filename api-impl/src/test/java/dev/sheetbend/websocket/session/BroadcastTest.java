package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.BroadcastListener;
import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One message for many sessions: what they get, in which order, and what becomes of those that cannot take it. */
@SuppressWarnings("FutureReturnValueIgnored") // a send whose outcome the peer shows
class BroadcastTest extends BroadcastHarness {
    private static final String LONG = "x".repeat(900);

    /** Runs it on a thread that must not wait for anything that the test does. */
    private static <T> T withoutWaiting(Callable<T> action) throws Exception {
        var result = new CompletableFuture<T>();
        inBackground(() -> result.complete(action.call()));
        return result.get(30, TimeUnit.SECONDS);
    }

    // What arrives

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 9000, 65535, 65536, 300_000})
    void everySessionGetsTheMessageWhole(int length) throws Exception {
        open(3);
        String text = "é".repeat(length);
        assertThat(SheetbendSession.broadcast(sessions(), text)).isEqualTo(3);
        assertThat(SheetbendSession.broadcast(sessions(), ByteBuffer.wrap(new byte[length])))
                .isEqualTo(3);
        assertAllReceived("text:" + text, "binary:" + "\0".repeat(length));
    }

    @Test
    void aBufferIsReadToItsLimitAndMayBeFilledAnewAtOnce() throws Exception {
        open(2);
        receivers.get(1).transport().holdWrites();
        ByteBuffer data = ByteBuffer.allocateDirect(4).put(new byte[] {'a', 'b', 'c', 'd'});
        data.position(1).limit(3);
        SheetbendSession.broadcast(sessions(), data);
        assertThat(data.remaining()).isZero();
        data.clear().put(new byte[4]);
        receivers.get(1).transport().releaseWrites();
        assertAllReceived("binary:bc");
    }

    @Test
    void sessionsWithNothingElseToSendShareTheFramesBytes() throws Exception {
        open(3);
        SheetbendSession.broadcast(sessions(), "the same");
        byte[] shared = receivers.get(0).transport().lastArray();
        // None that sessions lend to each other.
        assertThat(shared).hasSize(2 + "the same".length());
        assertThat(receivers).allMatch(each -> each.transport().lastArray() == shared);
        assertThat(peer.container.bufferPool().outstanding()).isZero();
        assertAllReceived("text:the same");
    }

    @Test
    void aSessionThatIsNamedTwiceGetsItTwice() throws Exception {
        open(1);
        Session session = receivers.get(0).session();
        assertThat(SheetbendSession.broadcast(List.of(session, session), "a")).isEqualTo(2);
        assertAllReceived("text:a", "text:a");
    }

    /** A collection that changes meanwhile would show the broadcast two different sets of sessions. */
    @Test
    void theSessionsAreReadOnce() throws Exception {
        open(2);
        var reads = new AtomicInteger();
        var readOnce = new AbstractCollection<Session>() {
            @Override
            public Iterator<Session> iterator() {
                reads.incrementAndGet();
                return sessions().iterator();
            }

            @Override
            public int size() {
                return 2;
            }
        };
        assertThat(SheetbendSession.broadcast(readOnce, "a")).isEqualTo(2);
        assertThat(SheetbendSession.broadcast(readOnce, ByteBuffer.wrap(new byte[] {'b'})))
                .isEqualTo(2);
        assertThat(reads).hasValue(2);
        assertAllReceived("text:a", "binary:b");
    }

    @Test
    void aSessionBroadcastsToAllOpenSessionsOfItsEndpoint() throws Exception {
        open(3);
        var first = (SheetbendSession) receivers.get(0).session();
        receivers.get(1).session().close();
        assertThat(first.broadcast("a")).isEqualTo(2);
        assertThat(first.broadcast(ByteBuffer.wrap(new byte[] {'b'}))).isEqualTo(2);
        assertThat(received(receivers.get(0))).containsExactly("text:a", "binary:b");
        assertThat(received(receivers.get(1))).containsExactly("close:1000");
        assertThat(received(receivers.get(2))).containsExactly("text:a", "binary:b");
    }

    @Test
    void aHandlerBroadcastsBetweenItsOwnReplies() throws Exception {
        open(3);
        Session talker = receivers.get(0).session();
        talker.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
            talker.getAsyncRemote().sendText("before " + text);
            SheetbendSession.broadcast(sessions(), "to all " + text);
            talker.getAsyncRemote().sendText("after " + text);
        });
        peer.frames().text("1").text("2").send();
        assertThat(received(receivers.get(0)))
                .containsExactly(
                        "text:before 1",
                        "text:to all 1",
                        "text:after 1",
                        "text:before 2",
                        "text:to all 2",
                        "text:after 2");
        assertThat(peer.transport.writes()).isEqualTo(1 + 2);
        assertThat(received(receivers.get(1))).containsExactly("text:to all 1", "text:to all 2");
        assertThat(received(receivers.get(2))).containsExactly("text:to all 1", "text:to all 2");
    }

    @Test
    void whatOneThreadBroadcastsArrivesInItsOrder() throws Exception {
        open(4);
        int threads = 4;
        int each = 50;
        var senders = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            senders.add(inBackground(() -> {
                for (int n = 0; n < each; n++) {
                    SheetbendSession.broadcast(sessions(), thread + " " + n);
                }
            }));
        }
        for (CompletableFuture<Void> sender : senders) {
            sender.get();
        }
        for (Receiver receiver : receivers) {
            soon().until(() -> received(receiver).size() == threads * each);
            for (int i = 0; i < threads; i++) {
                String start = "text:" + i + " ";
                var expected = new ArrayList<String>();
                for (int n = 0; n < each; n++) {
                    expected.add(start + n);
                }
                assertThat(received(receiver))
                        .filteredOn(event -> event.startsWith(start))
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void aMessageInPartsIsNotBrokenUp() throws Exception {
        open(2);
        Session inParts = receivers.get(0).session();
        inParts.getBasicRemote().sendText("one ", false);
        var report = new Report();
        assertThat(withoutWaiting(() -> SheetbendSession.broadcast(sessions(), "all", report)))
                .isEqualTo(2);
        assertThat(received(receivers.get(0))).isEmpty();
        assertThat(received(receivers.get(1))).containsExactly("text:all");
        inParts.getBasicRemote().sendText("message", true);
        assertThat(received(receivers.get(0))).containsExactly("text:one message", "text:all");
        assertThat(report.reached.get()).isEqualTo(2);
    }

    @Test
    void messagesBehindASlowWriteLeaveTogetherAndWhole() throws Exception {
        open(2);
        FakeTransport slow = receivers.get(0).transport();
        slow.holdWrites();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            SheetbendSession.broadcast(sessions(), "small " + i);
            SheetbendSession.broadcast(sessions(), i + "x".repeat(10_000));
            expected.addAll(List.of("text:small " + i, "text:" + i + "x".repeat(10_000)));
        }
        peer.frames().ping("p").send();
        assertThat(received(receivers.get(1))).isEqualTo(expected);
        slow.releaseWrites();
        expected.add(1, "pong:p");
        assertThat(received(receivers.get(0))).isEqualTo(expected);
        assertThat(peer.container.bufferPool().outstanding()).isZero();
    }

    @Test
    void aSessionThatBatchesHasItInItsBatch() throws Exception {
        open(2);
        Session batching = receivers.get(0).session();
        batching.getBasicRemote().setBatchingAllowed(true);
        var report = new Report();
        SheetbendSession.broadcast(sessions(), "a", report);
        SheetbendSession.broadcast(sessions(), "b");
        assertThat(report.reached.get()).isEqualTo(2);
        assertThat(received(receivers.get(0))).isEmpty();
        batching.getBasicRemote().flushBatch();
        assertAllReceived("text:a", "text:b");
    }

    // Who cannot take it

    @ParameterizedTest
    @ValueSource(strings = {"block", "fail", "close"})
    void aSessionWithoutRoomFailsAndHoldsNobodyUp(String policy) throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000).with(SheetbendProperties.SEND_POLICY, policy);
        open(3);
        Receiver slow = receivers.get(1);
        slow.transport().holdWrites();
        slow.session().getAsyncRemote().sendText(LONG);
        var report = new Report();
        assertThat(withoutWaiting(() -> SheetbendSession.broadcast(sessions(), LONG, report)))
                .isEqualTo(2);
        assertThat(report.reached.get()).isEqualTo(2);
        assertThat(report.failed).containsExactly(slow.session());
        assertThat(report.reasons).hasOnlyElementsOfType(SendQueueFullException.class);
        slow.transport().releaseWrites();
        String[] closed = policy.equals("close")
                ? new String[] {"text:" + LONG, "close:1008:The peer takes data too slowly."}
                : new String[] {"text:" + LONG};
        soon().untilAsserted(() -> assertThat(received(slow)).containsExactly(closed));
        assertThat(received(receivers.get(0))).containsExactly("text:" + LONG);
        assertThat(received(receivers.get(2))).containsExactly("text:" + LONG);
    }

    @Test
    void aFullQueueIsNoticedWithoutAListenerToo() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open(2);
        receivers.get(0).transport().holdWrites();
        assertThat(SheetbendSession.broadcast(sessions(), LONG)).isEqualTo(2);
        assertThat(SheetbendSession.broadcast(sessions(), LONG)).isEqualTo(1);
        receivers.get(0).transport().releaseWrites();
        assertThat(received(receivers.get(0))).containsExactly("text:" + LONG);
        assertThat(received(receivers.get(1))).containsExactly("text:" + LONG, "text:" + LONG);
    }

    @Test
    void whatABatchHoldsBackMakesRoom() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open(1);
        receivers.get(0).session().getBasicRemote().setBatchingAllowed(true);
        for (int i = 0; i < 20; i++) {
            assertThat(SheetbendSession.broadcast(sessions(), "y".repeat(240))).isEqualTo(1);
        }
        receivers.get(0).session().getBasicRemote().flushBatch();
        assertThat(received(receivers.get(0))).hasSize(20);
    }

    @Test
    void closedSessionsAreReported() throws Exception {
        open(3);
        receivers.get(0).session().close();
        assertThat(SheetbendSession.broadcast(sessions(), "a")).isEqualTo(2);
        var report = new Report();
        assertThat(SheetbendSession.broadcast(sessions(), ByteBuffer.allocate(1), report))
                .isEqualTo(2);
        assertThat(report.reached.get()).isEqualTo(2);
        assertThat(report.failed).containsExactly(receivers.get(0).session());
        assertThat(report.reasons).hasOnlyElementsOfType(IOException.class);
        assertThat(received(receivers.get(2))).containsExactly("text:a", "binary:\0");
    }

    /** As one that is closed between the broadcast's look at it and its queue. */
    @Test
    void aSessionThatHasJustClosedHasNotTakenTheMessage() throws Exception {
        open(2);
        var closed = (WebSocketSession) receivers.get(0).session();
        closed.close();
        var failure = new CompletableFuture<Throwable>();
        assertThat(closed.sendShared(SharedMessage.text("a"), failure::complete))
                .isFalse();
        assertThat(failure.get()).isInstanceOf(IOException.class);
        receivers.get(1).transport().end(new IOException("A test breaks it."));
        var broken = (WebSocketSession) receivers.get(1).session();
        assertThat(broken.sendShared(SharedMessage.text("a"), Outgoing.Completion.NONE))
                .isFalse();
    }

    @Test
    void anErrorInTheMidstOfOneSendKeepsNothingFromTheOthers() throws Exception {
        open(1);
        var failing = new FailingTransport();
        peer.connect("/harness", failing);
        Session unlucky = endpoint.session;
        connect();
        failing.throwErrors();
        var report = new Report();
        List<Session> to =
                List.of(receivers.get(0).session(), unlucky, receivers.get(1).session());
        assertThat(SheetbendSession.broadcast(to, "a", report)).isEqualTo(2);
        assertThat(report.reached.get()).isEqualTo(2);
        assertThat(report.failed).containsExactly(unlucky);
        assertAllReceived("text:a");
        failing.end();
    }

    @Test
    void anErrorWithoutAListenerKeepsNothingFromTheOthersEither() throws Exception {
        open(1);
        var failing = new FailingTransport();
        peer.connect("/harness", failing);
        Session unlucky = endpoint.session;
        failing.throwErrors();
        List<Session> to = List.of(unlucky, receivers.get(0).session());
        assertThat(SheetbendSession.broadcast(to, "a")).isEqualTo(1);
        assertAllReceived("text:a");
        failing.end();
    }

    @Test
    void aSessionThatBreaksBeforeTheMessageHasLeftIsReported() throws Exception {
        open(2);
        receivers.get(0).transport().holdWrites();
        var report = new Report();
        assertThat(SheetbendSession.broadcast(sessions(), "a", report)).isEqualTo(2);
        assertThat(report.reached).isNotDone();
        receivers.get(0).transport().end(new IOException("A test breaks it."));
        assertThat(report.reached.get()).isEqualTo(1);
        assertThat(report.failed).containsExactly(receivers.get(0).session());
    }

    @Test
    void aTransportThatThrowsIsItsSessionsOwnTrouble() throws Exception {
        open(3);
        receivers.get(1).transport().throwInWrites(new IllegalStateException("a defect"));
        var report = new Report();
        SheetbendSession.broadcast(sessions(), "a", report);
        assertThat(report.reached.get()).isEqualTo(2);
        assertThat(report.failed).containsExactly(receivers.get(1).session());
        assertThat(received(receivers.get(2))).containsExactly("text:a");
    }

    @Test
    void theSendTimeoutOfASessionHolds() throws Exception {
        open(2);
        Receiver stuck = receivers.get(0);
        stuck.session().getAsyncRemote().setSendTimeout(50);
        stuck.transport().holdWrites();
        var report = new Report();
        assertThat(SheetbendSession.broadcast(sessions(), "a", report)).isEqualTo(2);
        assertThat(report.reached.get()).isEqualTo(1);
        assertThat(report.failed).containsExactly(stuck.session());
        assertThat(report.reasons).hasOnlyElementsOfType(SocketTimeoutException.class);
        endpoint.awaitEvents("close 1006");
    }

    @Test
    void theSendTimeoutOfASessionHoldsWithoutAListener() throws Exception {
        open(2);
        Receiver stuck = receivers.get(0);
        stuck.session().getAsyncRemote().setSendTimeout(50);
        stuck.transport().holdWrites();
        assertThat(SheetbendSession.broadcast(sessions(), "a")).isEqualTo(2);
        endpoint.awaitEvents("close 1006");
        assertThat(received(receivers.get(1))).containsExactly("text:a");
    }

    @Test
    void theSendTimeoutOfASessionHoldsBehindAMessageInParts() throws Exception {
        open(2);
        Session inParts = receivers.get(0).session();
        inParts.getAsyncRemote().setSendTimeout(50);
        inParts.getBasicRemote().sendText("never ", false);
        assertThat(SheetbendSession.broadcast(sessions(), "a")).isEqualTo(2);
        endpoint.awaitEvents("close 1006");
        assertThat(received(receivers.get(1))).containsExactly("text:a");
    }

    // The listener

    @Test
    void aListenerIsToldWithTheNextNewsWhenThereWasNoThreadForTheFirst() throws Exception {
        open(3);
        receivers.get(0).session().close();
        var report = new Report();
        var calls = new AtomicInteger();
        Executor executor = task -> {
            if (calls.incrementAndGet() == 1) {
                throw new LinkageError("A test's.");
            }
            task.run();
        };
        var to = receivers.stream()
                .map(receiver -> (WebSocketSession) receiver.session())
                .toList();
        assertThat(new Broadcast(SharedMessage.text("a"), report, executor).to(to))
                .isEqualTo(2);
        assertThat(report.reached).isCompletedWithValue(2);
        assertThat(report.failed).containsExactly(receivers.get(0).session());
        // The failure comes with the delivery after it, and the end by itself.
        assertThat(calls).hasValue(3);
    }

    @Test
    void aSessionThatBroadcastsToItsEndpointHasAListenerToo() throws Exception {
        open(2);
        receivers.get(1).transport().throwInWrites(new IllegalStateException("a defect"));
        var first = (SheetbendSession) receivers.get(0).session();
        var report = new Report();
        first.broadcast("a", report);
        assertThat(report.reached.get()).isEqualTo(1);
        assertThat(report.failed).containsExactly(receivers.get(1).session());
        var other = new Report();
        first.broadcast(ByteBuffer.wrap(new byte[] {'b'}), other);
        assertThat(other.reached.get()).isEqualTo(1);
        assertThat(received(receivers.get(0))).containsExactly("text:a", "binary:b");
    }

    @Test
    void whatAListenerThrowsKeepsItFromNothingElse() throws Exception {
        open(3);
        receivers.get(0).session().close();
        receivers.get(1).session().close();
        var report = new Report();
        BroadcastListener failing = new BroadcastListener() {
            @Override
            public void failed(Session session, Throwable why) {
                report.failed(session, why);
                throw new IllegalStateException("A test's listener fails.");
            }

            @Override
            public void completed(int reached) {
                report.completed(reached);
            }
        };
        SheetbendSession.broadcast(sessions(), "a", failing);
        assertThat(report.reached.get()).isEqualTo(1);
        assertThat(report.failed).hasSize(2);
        assertThat(endpoint.errors).isEmpty();
    }

    @Test
    void aListenerHasTheClassLoaderOfTheBroadcast() throws Exception {
        open(1);
        var loader = new ClassLoader(null) {};
        var seen = new CompletableFuture<ClassLoader>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            SheetbendSession.broadcast(sessions(), "a", new BroadcastListener() {
                @Override
                public void failed(Session session, Throwable why) {}

                @Override
                public void completed(int reached) {
                    seen.complete(Thread.currentThread().getContextClassLoader());
                }
            });
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(seen.get()).isSameAs(loader);
    }

    @Test
    void aListenerMayWantToKnowOfFailuresOnly() throws Exception {
        open(2);
        receivers.get(0).session().close();
        var failed = new CompletableFuture<Session>();
        SheetbendSession.broadcast(sessions(), "a", (session, why) -> failed.complete(session));
        assertThat(failed.get()).isSameAs(receivers.get(0).session());
    }

    @Test
    void aBroadcastToNobodyIsCompleteAtOnce() throws Exception {
        open(1);
        var report = new Report();
        assertThat(SheetbendSession.broadcast(List.of(), "a")).isZero();
        assertThat(SheetbendSession.broadcast(List.of(), ByteBuffer.allocate(0), report))
                .isZero();
        assertThat(report.reached).isCompletedWithValue(0);
        ByteBuffer data = ByteBuffer.allocate(3);
        assertThat(SheetbendSession.broadcast(List.of(), data)).isZero();
        assertThat(data.remaining()).isZero();
    }

    @Test
    void whatAListenerThrowsDoesNotReachABroadcastToNobody() throws Exception {
        open(1);
        BroadcastListener failing = new BroadcastListener() {
            @Override
            public void failed(Session session, Throwable why) {}

            @Override
            public void completed(int reached) {
                throw new IllegalStateException("A test's listener fails.");
            }
        };
        assertThat(SheetbendSession.broadcast(List.of(), "a", failing)).isZero();
    }

    // Arguments

    @Test
    void nothingIsSentWhenASessionIsNotOurs() throws Exception {
        open(1);
        Session own = receivers.get(0).session();
        Session foreign = proxy(Session.class);
        for (Session other : Arrays.asList(foreign, proxy(SheetbendSession.class), null)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SheetbendSession.broadcast(Arrays.asList(own, other), "a"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SheetbendSession.broadcast(Arrays.asList(own, other), ByteBuffer.allocate(1)));
        }
        for (Session first : Arrays.asList(foreign, proxy(SheetbendSession.class), null)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SheetbendSession.broadcast(Arrays.asList(first, own), "a"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SheetbendSession.broadcast(Arrays.asList(first, own), ByteBuffer.allocate(1)));
        }
        assertThat(received(receivers.get(0))).isEmpty();
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> "a foreign session"));
    }

    @Test
    void nullIsRefused() throws Exception {
        open(1);
        String noText = null;
        ByteBuffer noData = null;
        ByteBuffer data = ByteBuffer.allocate(1);
        for (List<Session> to : List.of(sessions(), List.<Session>of())) {
            assertThatIllegalArgumentException().isThrownBy(() -> SheetbendSession.broadcast(to, noText));
            assertThatIllegalArgumentException().isThrownBy(() -> SheetbendSession.broadcast(to, noData));
            assertThatIllegalArgumentException().isThrownBy(() -> SheetbendSession.broadcast(to, "a", null));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SheetbendSession.broadcast(null, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> SheetbendSession.broadcast(null, data));
        assertThatIllegalArgumentException().isThrownBy(() -> SheetbendSession.broadcast(sessions(), data, null));
        assertThat(data.remaining()).isOne();
        var session = (SheetbendSession) receivers.get(0).session();
        assertThatIllegalArgumentException().isThrownBy(() -> session.broadcast(noText));
        assertThatIllegalArgumentException().isThrownBy(() -> session.broadcast(noData));
        assertThatIllegalArgumentException().isThrownBy(() -> session.broadcast("a", null));
        assertThatIllegalArgumentException().isThrownBy(() -> session.broadcast(ByteBuffer.allocate(1), null));
    }

    @Test
    void aClosedSessionDoesNotKnowTheOthersOfItsEndpoint() throws Exception {
        open(2);
        var closed = (SheetbendSession) receivers.get(0).session();
        closed.close();
        endpoint.awaitEvents("close 1000");
        soon().untilAsserted(() ->
                assertThatThrownBy(() -> closed.broadcast("a")).isInstanceOf(IllegalStateException.class));
        assertThatThrownBy(() -> closed.broadcast(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
    }
}
