package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Messages that go through extensions: whose turn it is, what the application chooses, and how all of it ends. */
class SessionExtensionsTest extends InMemorySession {
    private final Shift shift = new Shift();
    private final Shift peersShift = new Shift();
    /** Opens when a message is in the extension. */
    private final CountDownLatch entered = new CountDownLatch(1);

    private void open() throws Exception {
        peer.extensions = ExtensionStack.EMPTY.with(shift);
        peer.peerExtensions = ExtensionStack.EMPTY.with(peersShift);
        peer.open(Role.CLIENT, endpoint);
    }

    private SheetbendSession session() {
        return (SheetbendSession) endpoint.session;
    }

    private void receiveText() {
        endpoint.session.addMessageHandler(
                String.class, (MessageHandler.Whole<String>) text -> endpoint.events.add("text:" + text));
    }

    /** Holds the first message that is sent in the extension until the latch opens. */
    private CountDownLatch holdInExtension() {
        var release = new CountDownLatch(1);
        shift.sending = () -> {
            shift.sending = () -> {};
            entered.countDown();
            awaitLatch(release);
        };
        return release;
    }

    private static void awaitLatch(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // Both directions

    @Test
    void messagesGoThroughTheExtensionInBothDirections() throws Exception {
        open();
        receiveText();
        basic().sendText("HAL");
        basic().sendBinary(ByteBuffer.wrap(new byte[] {'a'}));
        peer.frames().hex("a103 49424d").send();
        assertThat(peer.received()).containsExactly("text:HAL", "binary:a");
        endpoint.awaitEvents("text:HAL");
    }

    @Test
    void aConnectionWithoutDataMakesNoStage() throws Exception {
        open();
        peer.frames().ping("p").send();
        basic().sendPing(ByteBuffer.wrap(new byte[] {'q'}));
        assertThat(peer.received()).containsExactly("pong:p", "ping:q");
        assertThat(shift.inboundMade).hasValue(0);
        assertThat(shift.outboundMade).hasValue(0);
    }

    @Test
    void stagesAreClosedOnceWhenTheConnectionEnds() throws Exception {
        open();
        receiveText();
        basic().sendText("a");
        peer.frames().text("b").send();
        peer.frames().close(1000, "").send();
        endpoint.awaitEvents("text:b", "close 1000");
        peer.close();
        assertThat(shift.inboundClosed).hasValue(1);
        assertThat(shift.outboundClosed).hasValue(1);
    }

    @Test
    void aStageThatFailsToCloseKeepsNothingFromEnding() throws Exception {
        open();
        receiveText();
        basic().sendText("a");
        peer.frames().text("b").send();
        shift.closing = () -> {
            throw new IllegalStateException("A test's stage fails to close.");
        };
        peer.frames().close(1000, "").send();
        endpoint.awaitEvents("text:b", "close 1000");
        assertThat(shift.inboundClosed).hasValue(1);
        assertThat(shift.outboundClosed).hasValue(1);
    }

    @Test
    void aMessageThatNobodyTakesHasTheLimitOfItsKind() throws Exception {
        peer.with(SheetbendProperties.MAX_BINARY_MESSAGE_SIZE, 10);
        open();
        peer.frames().binary(new byte[10], true).send();
        assertThat(peer.received()).isEmpty();
        peer.frames().binary(new byte[11], true).send();
        assertThat(peer.received()).hasSize(1).first().asString().startsWith("close:1009");
        endpoint.awaitEvents("close 1009");
    }

    // Turns

    @Test
    void aProtocolReplyDoesNotWaitForAnExtension() throws Exception {
        open();
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> sending = inBackground(() -> basic().sendText("slow"));
        awaitLatch(entered);
        peer.frames().ping("p").send();
        assertThat(peer.received()).containsExactly("pong:p");
        release.countDown();
        sending.get();
        assertThat(peer.received()).containsExactly("pong:p", "text:slow");
    }

    @Test
    void messagesBehindOneInTheExtensionFollowInTheirOrder() throws Exception {
        open();
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("1"));
        awaitLatch(entered);
        var later = new ArrayList<Future<Void>>();
        var expected = new ArrayList<String>(List.of("text:1"));
        // More than one sender takes through for others.
        for (int i = 2; i <= 50; i++) {
            later.add(async().sendText(Integer.toString(i)));
            expected.add("text:" + i);
        }
        assertThat(peer.received()).isEmpty();
        release.countDown();
        first.get();
        for (Future<Void> each : later) {
            each.get();
        }
        assertThat(peer.received()).containsExactlyElementsOf(expected);
    }

    @Test
    void aMessageInPartsKeepsItsPlaceWhileOthersWait() throws Exception {
        open();
        basic().sendText("a", false);
        CompletableFuture<Void> other =
                Background.start(() -> basic().sendText("other")).awaitBlocked().done;
        basic().sendText("b", false);
        basic().sendText("c", true);
        other.get();
        assertThat(peer.received()).containsExactly("text:abc", "text:other");
    }

    @Test
    void whatWaitsForRoomGoesThroughTheExtensionWhenAWriteHasEnded() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open();
        peer.transport.holdWrites();
        Future<Void> first = async().sendText("x".repeat(900));
        Background second =
                Background.start(() -> basic().sendText("y".repeat(500))).awaitBlocked();
        peer.transport.releaseWrites();
        second.join();
        first.get();
        assertThat(peer.received()).containsExactly("text:" + "x".repeat(900), "text:" + "y".repeat(500));
    }

    @Test
    void manyThreadsSendThroughTheExtensionAtOnce() throws Exception {
        open();
        var senders = new ArrayList<Background>();
        for (int i = 0; i < 4; i++) {
            String name = "sender" + i + ":";
            senders.add(Background.start(() -> {
                for (int k = 0; k < 50; k++) {
                    basic().sendText(name + k);
                }
            }));
        }
        for (Background sender : senders) {
            sender.join();
        }
        List<String> received = peer.received();
        assertThat(received).hasSize(200);
        for (int i = 0; i < 4; i++) {
            String name = "text:sender" + i + ":";
            var ofOne = received.stream().filter(text -> text.startsWith(name)).toList();
            for (int k = 0; k < 50; k++) {
                assertThat(ofOne.get(k)).isEqualTo(name + k);
            }
        }
    }

    @Test
    void anInterruptedSenderGetsItsArrayBackAfterTheExtensionHasReadIt() throws Exception {
        open();
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("1"));
        awaitLatch(entered);
        byte[] array = {'2'};
        Background second = Background.start(() -> basic().sendBinary(ByteBuffer.wrap(array)))
                .awaitBlocked();
        second.thread.interrupt();
        assertThatThrownBy(second::join).hasRootCauseInstanceOf(InterruptedIOException.class);
        array[0] = '!';
        release.countDown();
        first.get();
        basic().sendText("3");
        assertThat(peer.received()).containsExactly("text:1", "text:3");
        assertThat(endpoint.session.isOpen()).isTrue();
    }

    @Test
    void whatAnExtensionKeepsCountsAsSent() throws Exception {
        shift.gathersParts = true;
        open();
        basic().sendText("a", false);
        basic().sendText("b", false);
        assertThat(peer.received()).isEmpty();
        basic().sendText("c", true);
        assertThat(peer.received()).containsExactly("text:abc");
        assertThat(peer.transport.writes()).isEqualTo(1);
    }

    @Test
    void inABatchOfTheApplicationAMessageIsSentWhenItIsThroughTheExtension() throws Exception {
        open();
        async().setBatchingAllowed(true);
        Future<Void> sent = async().sendText("a");
        assertThat(sent).isDone();
        basic().sendText("b");
        assertThat(peer.transport.writes()).isZero();
        async().flushBatch();
        assertThat(peer.received()).containsExactly("text:a", "text:b");
        assertThat(peer.transport.writes()).isEqualTo(1);
    }

    @Test
    void aTurnThatComesByAWriteNeedsNoFreeWorker() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open();
        peer.transport.holdWrites();
        Future<Void> first = async().sendText("x".repeat(900));
        Background second =
                Background.start(() -> basic().sendText("y".repeat(500))).awaitBlocked();
        Background third =
                Background.start(() -> basic().sendText("z".repeat(500))).awaitBlocked();
        // All workers are busy: what they are given now they do not begin.
        peer.transport.delayTasks();
        peer.transport.releaseWrites();
        second.join();
        third.join();
        first.get();
        assertThat(peer.received())
                .containsExactly("text:" + "x".repeat(900), "text:" + "y".repeat(500), "text:" + "z".repeat(500));
        peer.transport.resumeTasks();
    }

    @Test
    void whatHasWaitedIsNotHeldBackInABatch() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open();
        async().setBatchingAllowed(true);
        basic().sendText("small");
        // No room: it waits, and is small enough to be held back when it is framed.
        inBackground(() -> basic().sendText("y".repeat(999))).get();
        assertThat(peer.received()).containsExactly("text:small", "text:" + "y".repeat(999));
    }

    @Test
    void whatStandsInTheWayOfAnotherIsNotHeldBackInABatch() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open();
        async().setBatchingAllowed(true);
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("x".repeat(600)));
        awaitLatch(entered);
        Background second =
                Background.start(() -> basic().sendText("y".repeat(600))).awaitBlocked();
        release.countDown();
        first.get();
        second.join();
        assertThat(peer.received()).containsExactly("text:" + "x".repeat(600), "text:" + "y".repeat(600));
    }

    @Test
    void aSenderIsInterruptedBeforeItsTurn() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open();
        peer.transport.holdWrites();
        Future<Void> first = async().sendText("x".repeat(900));
        Background second =
                Background.start(() -> basic().sendText("y".repeat(500))).awaitBlocked();
        second.thread.interrupt();
        assertThatThrownBy(second::join).hasRootCauseInstanceOf(InterruptedIOException.class);
        peer.transport.releaseWrites();
        first.get();
        basic().sendText("z");
        assertThat(peer.received()).containsExactly("text:" + "x".repeat(900), "text:z");
    }

    @Test
    void anInterruptedSenderWaitsForAnExtensionThatReadsItsArrayNoLongerThanTheSendTimeout() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 300);
        open();
        CountDownLatch release = new CountDownLatch(1);
        var inTurn = new CountDownLatch(2);
        var firstMayEnd = new CountDownLatch(1);
        shift.sending = () -> {
            inTurn.countDown();
            entered.countDown();
            awaitLatch(inTurn.getCount() == 1 ? firstMayEnd : release);
        };
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("1"));
        awaitLatch(entered);
        Background second = Background.start(() -> basic().sendText("2")).awaitBlocked();
        firstMayEnd.countDown();
        awaitLatch(inTurn);
        second.thread.interrupt();
        assertThatThrownBy(second::join).hasRootCauseInstanceOf(InterruptedIOException.class);
        endpoint.awaitEvents("close 1006");
        release.countDown();
        soon().until(first::isDone);
    }

    @Test
    void whatIsThroughTheExtensionLeavesWhileTheSenderTakesOthersThrough() throws Exception {
        open();
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("1"));
        awaitLatch(entered);
        Future<Void> second = async().sendText("2");
        CountDownLatch releaseSecond = new CountDownLatch(1);
        shift.sending = () -> awaitLatch(releaseSecond);
        release.countDown();
        soon().untilAsserted(() -> assertThat(peer.received()).containsExactly("text:1"));
        releaseSecond.countDown();
        first.get();
        second.get();
        assertThat(peer.received()).containsExactly("text:1", "text:2");
    }

    @Test
    void aSenderBehindAnExtensionThatHangsIsToldSo() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 300);
        open();
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("1"));
        awaitLatch(entered);
        assertThatThrownBy(() -> basic().sendText("2"))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("for an extension");
        assertThat(peer.received()).containsExactly("close:1011:An extension failed.");
        release.countDown();
        assertThatThrownBy(first::get).cause().isInstanceOf(IOException.class);
    }

    @Test
    void anExtensionThatLeavesAMessageWithoutEndCloses() throws Exception {
        open();
        shift.forgetsTheEnd = true;
        assertThatThrownBy(() -> basic().sendText("1"))
                .isInstanceOf(IOException.class)
                .hasMessage("An extension failed.");
        assertThat(peer.received()).containsExactly("close:1011:An extension failed.");
        endpoint.awaitEvents("close 1011");
    }

    @Test
    void repliesThatOthersTakeThroughCountAsReplies() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 1000);
        open();
        endpoint.session.addMessageHandler(
                String.class, (MessageHandler.Whole<String>) text -> async().sendText("r".repeat(600)));
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("1"));
        awaitLatch(entered);
        peer.transport.holdWrites();
        peer.frames().text("question").send();
        release.countDown();
        soon().until(peer.transport::isWriteHeld);
        soon().untilAsserted(() -> {
            // A read finds out.
            peer.frames().ping("").send();
            assertThat(peer.transport.isSuspended()).isTrue();
        });
        peer.transport.releaseWrites();
        first.get();
        soon().until(() -> !peer.transport.isSuspended());
    }

    // The application's choice

    @Test
    void theApplicationChoosesForEachMessage() throws Exception {
        open();
        basic().sendText("by default");
        assertThat(shift.treatment).isEqualTo(Treatment.DEFAULT);
        session().getBasicRemote(true).sendText("compressed");
        assertThat(shift.treatment).isEqualTo(Treatment.COMPRESS);
        session().getBasicRemote(false).sendText("plain");
        assertThat(shift.treatment).isEqualTo(Treatment.PLAIN);
        session()
                .getAsyncRemote(true)
                .sendBinary(ByteBuffer.wrap(new byte[] {'c'}))
                .get();
        assertThat(shift.treatment).isEqualTo(Treatment.COMPRESS);
        session().getAsyncRemote(false).sendObject("p").get();
        assertThat(shift.treatment).isEqualTo(Treatment.PLAIN);
        assertThat(peer.received())
                .containsExactly("text:by default", "text:compressed", "text:plain", "binary:c", "text:p");
    }

    @Test
    void streamsAndPartsAreTreatedAsTheirRemoteSays() throws Exception {
        open();
        RemoteEndpoint.Basic plain = session().getBasicRemote(false);
        try (var stream = plain.getSendStream()) {
            stream.write('s');
        }
        assertThat(shift.treatment).isEqualTo(Treatment.PLAIN);
        try (var writer = session().getBasicRemote(true).getSendWriter()) {
            writer.write("w");
        }
        assertThat(shift.treatment).isEqualTo(Treatment.COMPRESS);
        plain.sendText("\ud83d", false);
        plain.sendText("\ude00", true);
        assertThat(shift.treatment).isEqualTo(Treatment.PLAIN);
        assertThat(peer.received()).containsExactly("binary:s", "text:w", "text:\ud83d\ude00");
    }

    @Test
    void aRemoteOfASessionIsAlwaysTheSameAndSharesItsSettings() throws Exception {
        open();
        assertThat(session().getBasicRemote(true)).isSameAs(session().getBasicRemote(true));
        assertThat(session().getAsyncRemote(false)).isSameAs(session().getAsyncRemote(false));
        session().getAsyncRemote(true).setSendTimeout(1234);
        assertThat(async().getSendTimeout()).isEqualTo(1234);
        session().getBasicRemote(false).setBatchingAllowed(true);
        assertThat(async().getBatchingAllowed()).isTrue();
    }

    @Test
    void aClosedSessionHasNoRemotes() throws Exception {
        open();
        Session closed = endpoint.session;
        closed.close();
        endpoint.awaitEvents("close 1000");
        soon().untilAsserted(() -> assertThatThrownBy(() -> ((SheetbendSession) closed).getBasicRemote(true))
                .isInstanceOf(IllegalStateException.class));
        assertThatThrownBy(() -> ((SheetbendSession) closed).getAsyncRemote(true))
                .isInstanceOf(IllegalStateException.class);
    }

    // Failures

    @Test
    void anExtensionThatFailsToSendClosesWith1011AndTellsItsSenders() throws Exception {
        open();
        CountDownLatch release = holdInExtension();
        Runnable held = shift.sending;
        shift.sending = () -> {
            held.run();
            throw new IllegalStateException("A test's extension fails.");
        };
        CompletableFuture<Void> first = inBackground(() -> basic().sendText("1"));
        awaitLatch(entered);
        Future<Void> second = async().sendText("2");
        release.countDown();
        assertThatThrownBy(first::get).cause().isInstanceOf(IOException.class).hasMessage("An extension failed.");
        assertThatThrownBy(second::get).cause().isInstanceOf(IOException.class);
        assertThat(peer.received()).containsExactly("close:1011:An extension failed.");
        endpoint.awaitEvents("close 1011");
        assertThat(shift.outboundClosed).hasValue(1);
    }

    @Test
    void aRuleThatAnExtensionFindsBrokenClosesWithItsCode() throws Exception {
        open();
        receiveText();
        shift.receiving = () -> {
            throw ExtensionFailure.invalidData("A test's extension refuses this.");
        };
        peer.frames().text("a").send();
        assertThat(peer.received()).containsExactly("close:1007:A test's extension refuses this.");
        assertThat(endpoint.awaitError()).hasMessage("A test's extension refuses this.");
        endpoint.awaitEvents("close 1007");
        assertThat(shift.inboundClosed).hasValue(1);
    }

    @Test
    void aRuleThatASenderBreaksClosesWithItsCode() throws Exception {
        open();
        shift.sending = () -> {
            throw ExtensionFailure.protocol("A test's extension does not send this.");
        };
        assertThatThrownBy(() -> basic().sendText("a")).isInstanceOf(IOException.class);
        assertThat(peer.received()).containsExactly("close:1002:A test's extension does not send this.");
        endpoint.awaitEvents("close 1002");
    }

    @Test
    void anExtensionThatFailsToReceiveClosesWith1011() throws Exception {
        open();
        receiveText();
        shift.receiving = () -> {
            throw new IllegalStateException("A test's extension fails.");
        };
        peer.frames().text("a").send();
        assertThat(peer.received()).hasSize(1).first().asString().startsWith("close:1011");
        endpoint.awaitEvents("close 1011");
        assertThat(shift.inboundClosed).hasValue(1);
    }

    @Test
    void aCloseDuringATurnRefusesTheMessageAndEndsTheExtensionOnce() throws Exception {
        open();
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> sending = inBackground(() -> basic().sendText("too late"));
        awaitLatch(entered);
        endpoint.session.close();
        assertThat(peer.received()).containsExactly("close:1000");
        assertThat(shift.outboundClosed).hasValue(0);
        release.countDown();
        assertThatThrownBy(sending::get).cause().isInstanceOf(IOException.class);
        soon().untilAsserted(() -> assertThat(shift.outboundClosed).hasValue(1));
        assertThat(peer.received()).containsExactly("close:1000");
    }

    @Test
    void aConnectionThatBreaksDuringATurnEndsTheExtensionOnce() throws Exception {
        open();
        CountDownLatch release = holdInExtension();
        CompletableFuture<Void> sending = inBackground(() -> basic().sendText("too late"));
        awaitLatch(entered);
        peer.transport.end(new IOException("Broken."));
        release.countDown();
        assertThatThrownBy(sending::get).cause().isInstanceOf(IOException.class);
        soon().untilAsserted(() -> assertThat(shift.outboundClosed).hasValue(1));
        endpoint.awaitEvents("close 1006");
    }
}
