package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an endpoint sends to others while it handles messages of one: together, and in time. */
@SuppressWarnings("FutureReturnValueIgnored") // a send whose outcome the peer shows
class HeldSendsTest extends BroadcastHarness {
    /** In milliseconds: longer than any test. */
    private static final int NEVER = 600_000;

    /** A way to send. */
    private interface Relay {
        void send(Session to, String text) throws Exception;
    }

    static Stream<Named<Relay>> relays() {
        return Stream.of(
                Named.of("future", (to, text) -> to.getAsyncRemote().sendText(text)),
                Named.of("handler", (to, text) -> to.getAsyncRemote().sendText(text, result -> {})),
                Named.of("blocking", (to, text) -> to.getBasicRemote().sendText(text)),
                Named.of("long", (to, text) -> to.getBasicRemote().sendText(text + "é".repeat(300))),
                Named.of("binary", (to, text) -> to.getAsyncRemote().sendBinary(bytes(text))),
                Named.of("binary, blocking", (to, text) -> to.getBasicRemote().sendBinary(bytes(text))),
                Named.of(
                        "direct buffer",
                        (to, text) -> to.getBasicRemote()
                                .sendBinary(ByteBuffer.allocateDirect(8)
                                        .put(bytes(text))
                                        .flip())),
                Named.of("object", (to, text) -> to.getAsyncRemote().sendObject(text)),
                Named.of("parts", (to, text) -> {
                    to.getBasicRemote().sendText(text, false);
                    to.getBasicRemote().sendText(text, true);
                }),
                Named.of("broadcast", (to, text) -> SheetbendSession.broadcast(List.of(to), text)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first session's messages go to the others; its own are a, b, c and so on. */
    private void open(int count, Relay relay) throws Exception {
        endpoint.onOpen = publisher -> publisher.addMessageHandler(
                String.class, (MessageHandler.Whole<String>) text -> relayToOthers(relay, text));
        super.open(1);
        endpoint.onOpen = session -> {};
        for (int i = 1; i < count; i++) {
            connect();
        }
    }

    private void relayToOthers(Relay relay, String text) {
        try {
            for (Receiver receiver : receivers.subList(1, receivers.size())) {
                relay.send(receiver.session(), text);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private FakeTransport other() {
        return receivers.get(1).transport();
    }

    private void publish(String... texts) {
        SessionHarness.Frames frames = peer.frames();
        for (String text : texts) {
            frames.text(text);
        }
        frames.send();
    }

    @ParameterizedTest
    @MethodSource("relays")
    void whatABatchSendsToAnotherSessionLeavesInOneWrite(Relay relay) throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(3, relay);
        publish("a", "b", "c");
        assertThat(other().writes()).isEqualTo(1);
        assertThat(receivers.get(2).transport().writes()).isEqualTo(1);
        assertThat(received(receivers.get(1)))
                .hasSize(3)
                .isEqualTo(received(receivers.get(2)))
                .allMatch(event -> event.startsWith("text:") || event.startsWith("binary:"));
        publish("d");
        assertThat(other().writes()).isGreaterThanOrEqualTo(2);
        assertThat(received(receivers.get(1))).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("relays")
    void itLeavesInOneWriteToASessionThatCompressesToo(Relay relay) throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(1, relay);
        connect("permessage-deflate");
        publish("a", "b", "c");
        assertThat(other().writes()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("relays")
    void withoutCoalescingEachMessageLeavesByItself(Relay relay) throws Exception {
        peer.with(SheetbendProperties.COALESCE, false);
        open(2, relay);
        publish("a", "b", "c");
        assertThat(other().writes()).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("relays")
    void whatASingleMessageSendsLeavesBeforeItsHandlerReturns(Relay relay) throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var writes = new ArrayList<Integer>();
        open(2, (to, text) -> {
            relay.send(to, text);
            writes.add(other().writes());
        });
        publish("a");
        assertThat(writes).hasSize(1).allMatch(count -> count > 0);
    }

    @Test
    void aHandlerOfABatchMayWaitForItsSends() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText(text).get();
            var told = new CountDownLatch(1);
            to.getAsyncRemote().sendText(text, result -> told.countDown());
            told.await();
        });
        publish("a", "b");
        assertThat(other().writes()).isEqualTo(1);
        assertThat(received(receivers.get(1))).containsExactly("text:a", "text:a", "text:b", "text:b");
    }

    @Test
    void aHandlerOfABatchMayWaitForItsSendsToItsOwnSession() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var told = new ArrayList<String>();
        endpoint.onOpen =
                publisher -> publisher.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
                    var sent = new CompletableFuture<Boolean>();
                    publisher.getAsyncRemote().sendText(text, result -> sent.complete(result.isOK()));
                    told.add(text + sent.join());
                });
        super.open(1);
        publish("a", "b", "c");
        assertThat(told).containsExactly("atrue", "btrue", "ctrue");
        assertThat(peer.transport.writes()).isEqualTo(1);
        assertThat(peer.received()).containsExactly("text:a", "text:b", "text:c");
    }

    @Test
    void whatIsHeldLeavesWhenAHandlerKeepsItsThread() throws Exception {
        var proceed = new CountDownLatch(1);
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText(text);
            if (text.equals("a")) {
                proceed.await();
            }
        });
        CompletableFuture<Void> batch = inBackground(() -> publish("a", "b"));
        soon().untilAsserted(() -> assertThat(received(receivers.get(1))).containsExactly("text:a"));
        assertThat(batch).isNotDone();
        proceed.countDown();
        batch.get();
        assertThat(received(receivers.get(1))).containsExactly("text:a", "text:b");
    }

    @Test
    void nothingIsHeldForAWhileWhenAHandlerHasWaitedForAnAnswer() throws Exception {
        open(2, (to, text) -> {
            int before = other().writes();
            to.getAsyncRemote().sendText(text);
            if (text.equals("ask")) {
                var answered = new CountDownLatch(1);
                inBackground(() -> {
                    soon().until(() -> other().writes() > before);
                    answered.countDown();
                });
                answered.await();
            }
        });
        // Once or more often: the flusher may see the handler on its way.
        soon().untilAsserted(() -> {
            publish("ask", "a");
            int before = other().writes();
            publish("b", "c");
            assertThat(other().writes()).isEqualTo(before + 2);
        });
    }

    @Test
    void whatIsHeldLeavesWhileAHandlerWorksForLong() throws Exception {
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText(text);
            while (text.equals("a") && other().writes() == 0) {
                Thread.onSpinWait();
            }
        });
        publish("a", "b");
        assertThat(received(receivers.get(1))).containsExactly("text:a", "text:b");
    }

    @Test
    void muchLeavesBeforeTheEndOfItsBatch() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var writes = new ArrayList<Integer>();
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText("x".repeat(3000));
            writes.add(other().writes());
        });
        publish("abcdefghijklmnop".split(""));
        assertThat(writes.get(0)).isZero();
        assertThat(writes.get(15)).isBetween(1, 8);
        assertThat(received(receivers.get(1))).hasSize(16);
    }

    @Test
    void aLargeMessageThatIsSentWhereItStandsLeavesAtOnce() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var writes = new ArrayList<Integer>();
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText(text);
            byte[] data = text.repeat(10_000).getBytes(StandardCharsets.UTF_8);
            to.getBasicRemote().sendBinary(ByteBuffer.wrap(data));
            writes.add(other().writes());
            // It is the handler's again.
            data[0] = 'x';
        });
        publish("a", "b");
        assertThat(writes).doesNotContain(0);
        assertThat(received(receivers.get(1)))
                .containsExactly("text:a", "binary:" + "a".repeat(10_000), "text:b", "binary:" + "b".repeat(10_000));
    }

    @Test
    void aCloseLeavesBehindWhatIsHeld() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText(text);
            to.close();
        });
        publish("a", "b");
        assertThat(received(receivers.get(1))).containsExactly("text:a", "close:1000");
    }

    @Test
    void aPingOfTheHandlerTakesWhatIsHeldAlong() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var writes = new ArrayList<Integer>();
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText(text);
            to.getAsyncRemote().sendPing(bytes("ping"));
            writes.add(other().writes());
        });
        publish("a", "b");
        assertThat(writes).containsExactly(1, 2);
        assertThat(received(receivers.get(1))).containsExactly("text:a", "ping:ping", "text:b", "ping:ping");
    }

    @Test
    void aSendOfAnotherThreadTakesWhatIsHeldAlong() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(2, (to, text) -> {
            to.getAsyncRemote().sendText(text);
            if (text.equals("a")) {
                inBackground(() -> to.getBasicRemote().sendText("between")).get();
            }
        });
        publish("a", "b");
        assertThat(received(receivers.get(1))).containsExactly("text:a", "text:between", "text:b");
        assertThat(other().writes()).isEqualTo(2);
    }

    @Test
    void aSessionThatTakesNothingIsWaitedForAsEver() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var sent = new ArrayList<CompletableFuture<Void>>();
        open(
                2,
                (to, text) ->
                        sent.add((CompletableFuture<Void>) to.getAsyncRemote().sendText(text)));
        other().holdWrites();
        receivers.get(1).session().getAsyncRemote().sendText("first");
        publish("a", "b");
        assertThat(sent).hasSize(2).noneMatch(CompletableFuture::isDone);
        other().releaseWrites();
        assertThat(sent).allMatch(CompletableFuture::isDone);
        assertThat(received(receivers.get(1))).containsExactly("text:first", "text:a", "text:b");
    }

    @Test
    void aConnectionThatBreaksWithWhatIsHeldEndsAndTheOthersGetTheirs() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(3, (to, text) -> to.getAsyncRemote().sendText(text));
        other().throwInWrites(new IllegalStateException("broken"));
        publish("a", "b");
        assertThat(received(receivers.get(2))).containsExactly("text:a", "text:b");
        endpoint.awaitEvents("close 1006");
    }

    @Test
    void whatAnExtensionTakesItsTimeForLeavesAsWell() throws Exception {
        var shift = new Shift();
        var slow = new RecordingEndpoint();
        try (var client = new SessionHarness()) {
            client.extensions = ExtensionStack.EMPTY.with(shift);
            client.peerExtensions = ExtensionStack.EMPTY.with(new Shift());
            client.open(Role.CLIENT, slow);
            open(1, (to, text) -> {});
            endpoint.session.getMessageHandlers().forEach(endpoint.session::removeMessageHandler);
            endpoint.session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
                if (text.equals("a")) {
                    slow.session.getAsyncRemote().sendText("first");
                    shift.sending = () -> awaitWrite(client.transport);
                    slow.session.getAsyncRemote().sendText("second");
                }
            });
            publish("a", "b");
            assertThat(client.received()).containsExactly("text:first", "text:second");
            assertThat(client.transport.writes()).isEqualTo(2);
        }
    }

    /** Until what was held has left. */
    private static void awaitWrite(FakeTransport transport) {
        while (transport.writes() == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aBroadcastsListenerLearnsOfWhatBreaksWhileItIsHeld() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var reports = new ArrayList<Report>();
        open(3, (to, text) -> {
            if (to == receivers.get(1).session()) {
                var report = new Report();
                reports.add(report);
                List<Session> both = sessions().subList(1, 3);
                assertThat(SheetbendSession.broadcast(both, text, report)).isEqualTo(2);
            }
        });
        other().throwInWrites(new IllegalStateException("broken"));
        publish("a", "b");
        assertThat(reports).hasSize(2);
        for (Report report : reports) {
            assertThat(report.reached.get()).isEqualTo(1);
            assertThat(report.failed).containsExactly(receivers.get(1).session());
        }
    }

    @Test
    void aSendTimeoutCountsForWhatWasHeld() throws Exception {
        peer.with(SheetbendProperties.ASYNC_SEND_TIMEOUT, 50);
        open(2, (to, text) -> to.getAsyncRemote().sendText(text));
        other().holdWrites();
        publish("a", "b");
        endpoint.awaitEvents("close 1006");
    }

    @Test
    void sessionsOfAnotherContainerAreHeldByThemselvesAndWhatFollowsItsEndIsInTime() throws Exception {
        var remote = new RecordingEndpoint();
        try (var client = new SessionHarness()) {
            client.open(Role.CLIENT, remote);
            open(2, (to, text) -> {});
            Session to = receivers.get(1).session();
            HeldSends round = HeldSends.open();
            try {
                round.delivers(true);
                remote.session.getAsyncRemote().sendText("client");
                assertThat(client.transport.writes()).isZero();
                to.getAsyncRemote().sendText("server");
                assertThat(other().writes()).isEqualTo(1);
                client.container.stop();
                round.end();
                assertThat(client.received()).startsWith("text:client");
                round.delivers(true);
                to.getAsyncRemote().sendText("held");
                soon().until(() -> other().writes() == 2);
            } finally {
                round.close();
            }
        }
    }

    // The round of a read loop: what it does between connections

    @Test
    void whatSeveralConnectionsSendLeavesTogetherWhenTheRoundEnds() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(2, (to, text) -> to.getAsyncRemote().sendText(text));
        HeldSends round = HeldSends.open();
        try {
            round.delivers(true);
            publish("a");
            assertThat(round.isDone()).isFalse();
            round.delivers(true);
            publish("b", "c");
            assertThat(other().writes()).isZero();
            round.end();
            assertThat(round.isDone()).isTrue();
            assertThat(other().writes()).isEqualTo(1);
            round.delivers(false);
            publish("d");
            assertThat(other().writes()).isEqualTo(2);
            publish("e", "f");
            assertThat(other().writes()).isEqualTo(3);
            assertThat(round.isDone()).isTrue();
        } finally {
            round.close();
        }
        assertThat(received(receivers.get(1)))
                .containsExactly("text:a", "text:b", "text:c", "text:d", "text:e", "text:f");
    }

    @Test
    void aThreadThatLeavesItsLoopLeavesNothingBehind() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        open(2, (to, text) -> to.getAsyncRemote().sendText(text));
        HeldSends round = HeldSends.open();
        round.delivers(true);
        publish("a");
        assertThat(other().writes()).isZero();
        round.close();
        assertThat(other().writes()).isEqualTo(1);
        publish("b");
        assertThat(other().writes()).isEqualTo(2);
    }

    @Test
    void aReplyToTheConnectionItselfDoesNotWaitForOtherConnections() throws Exception {
        peer.with(SheetbendProperties.COALESCE_DELAY, NEVER);
        var writes = new ArrayList<Integer>();
        endpoint.onOpen =
                publisher -> publisher.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
                    publisher.getAsyncRemote().sendText(text);
                    writes.add(peer.transport.writes());
                });
        super.open(1);
        HeldSends round = HeldSends.open();
        try {
            round.delivers(true);
            publish("a");
            assertThat(writes).containsExactly(1);
        } finally {
            round.close();
        }
    }
}
