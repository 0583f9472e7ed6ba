package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.MessageHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are sent in parts, by one thread and by several: they leave whole. */
@SuppressWarnings("FutureReturnValueIgnored") // a send whose outcome the peer shows
class PartialSendTest extends InMemorySession {
    private static final String EMOJI = "\uD83D\uDE00";

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void partsMakeOneMessage(Role role) throws Exception {
        peer.open(role, endpoint);
        basic().sendText("a", false);
        basic().sendText("", false);
        basic().sendText("b", true);
        basic().sendBinary(bytes("c"), false);
        basic().sendBinary(bytes(""), true);
        basic().sendText("whole", true);
        assertThat(peer.received()).containsExactly("text:ab", "binary:c", "text:whole");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theMessagesOfTwoThreadsDoNotMix(Role role) throws Exception {
        peer.open(role, endpoint);
        basic().sendText("mine 1, ", false);
        var other = Background.start(() -> {
                    basic().sendText("other 1, ", false);
                    basic().sendText("other 2", true);
                })
                .awaitBlocked();
        basic().sendText("mine 2, ", false);
        basic().sendText("mine 3", true);
        other.join();
        assertThat(peer.received()).containsExactly("text:mine 1, mine 2, mine 3", "text:other 1, other 2");
    }

    @Test
    void manyThreadsMaySendInPartsAtAnyTime() throws Exception {
        peer.open(Role.SERVER, endpoint);
        var senders = new Background[8];
        for (int t = 0; t < senders.length; t++) {
            String part = String.valueOf((char) ('a' + t)).repeat(100);
            senders[t] = Background.start(() -> {
                for (int i = 0; i < 20; i++) {
                    basic().sendText(part, false);
                    basic().sendText(part, false);
                    basic().sendText(part, true);
                }
            });
        }
        for (Background sender : senders) {
            sender.join();
        }
        assertThat(peer.received())
                .hasSize(senders.length * 20)
                .allSatisfy(message -> assertThat(message).hasSize("text:".length() + 300))
                .allSatisfy(message -> assertThat(
                                message.substring("text:".length()).chars().distinct())
                        .hasSize(1));
    }

    @Test
    void aThreadMayGoOnWithTheMessageOfOneThatHasEnded() throws Exception {
        peer.open(Role.SERVER, endpoint);
        Background.start(() -> basic().sendText("a\uD83D", false)).join();
        Background.start(() -> basic().sendText("\uDE00b", false)).join();
        basic().sendText("c", true);
        assertThat(peer.received()).containsExactly("text:a" + EMOJI + "bc");
    }

    @Test
    void theCallsOfAnEndpointMaySendOneMessageThoughTheirThreadsDiffer() throws Exception {
        endpoint.onOpen = session -> session.addMessageHandler(String.class, forwarding());
        peer.open(Role.SERVER, endpoint);
        var kept = new CompletableFuture<Void>();
        var first = new CompletableFuture<Void>();
        // The first thread lives on, as one of a pool does.
        var pooled = Background.start(() -> {
            peer.frames().text("a", false).send();
            first.complete(null);
            kept.get();
        });
        first.get();
        peer.frames().text("b", true).send();
        assertThat(peer.received()).containsExactly("text:ab");
        kept.complete(null);
        pooled.join();
    }

    private MessageHandler.Partial<String> forwarding() {
        return (part, last) -> {
            try {
                basic().sendText(part, last);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Test
    void aStreamMayBeWrittenByOneThreadAfterAnother() throws Exception {
        peer.open(Role.SERVER, endpoint);
        Writer writer = basic().getSendWriter();
        writer.write("a");
        writer.flush();
        Background.start(() -> {
                    writer.write("b");
                    writer.flush();
                })
                .join();
        writer.close();
        assertThat(peer.received()).containsExactly("text:ab");
    }

    @Test
    void aMessageThatWaitsForAnUnfinishedOneEndsTheSessionAndSaysWhy() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 30).open(Role.SERVER, endpoint);
        basic().sendText("begun", false);
        CompletableFuture<Void> other = inBackground(() -> basic().sendText("other"));
        assertThatThrownBy(other::get)
                .hasCauseInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining(
                        "A message waited 30 ms for the last part of another one, which was begun in parts"
                                + " and not ended; the session is closed.");
        endpoint.awaitEvents("close 1011");
        assertThat(peer.received()).containsExactly("close:1011:A message was not finished in time.");
    }

    @Test
    void anAsynchronousMessageThatWaitsForAnUnfinishedOneSaysWhy() throws Exception {
        peer.open(Role.SERVER, endpoint);
        basic().sendText("begun", false);
        async().setSendTimeout(30);
        Future<Void> other = async().sendText("other");
        assertThatThrownBy(other::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("for the last part of another one");
        endpoint.awaitEvents("close 1006");
    }

    @Test
    void waitingForRoomBehindAnUnfinishedMessageSaysWhy() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 30)
                .with(SheetbendProperties.SEND_POLICY, "block")
                .with(SheetbendProperties.MAX_QUEUED_BYTES, 10)
                .open(Role.SERVER, endpoint);
        basic().sendText("begun", false);
        async().sendText("0123456789");
        Future<Void> noRoom = async().sendText("0123456789");
        assertThatThrownBy(noRoom::get).hasMessageContaining("for the last part of another one");
        endpoint.awaitEvents("close 1011");
    }

    @Test
    void whoeverWaitsLearnsOfTheCloseAndNothingIsSentBehindIt() throws Exception {
        peer.open(Role.SERVER, endpoint);
        basic().sendText("begun", false);
        var other = Background.start(() -> basic().sendText("other", false)).awaitBlocked();
        endpoint.session.close();
        assertThatThrownBy(other::join)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("The session is closed.");
        assertThat(peer.received()).containsExactly("close:1000");
    }

    @Test
    void theFirstPartOfAMessageThatStillWaitsIsTakenBackWhenItsThreadIsInterrupted() throws Exception {
        peer.open(Role.SERVER, endpoint);
        basic().sendText("one ", false);
        var other = Background.start(() -> basic().sendText("never", false)).awaitBlocked();
        other.thread.interrupt();
        assertThatThrownBy(other::join).hasCauseInstanceOf(InterruptedIOException.class);
        basic().sendText("message", true);
        assertThat(peer.received()).containsExactly("text:one message");
        assertThat(endpoint.session.isOpen()).isTrue();
    }

    @Test
    void aLaterPartThatWaitsForRoomEndsTheSessionWhenItsThreadIsInterrupted() throws Exception {
        peer.with(SheetbendProperties.MAX_QUEUED_BYTES, 10).open(Role.SERVER, endpoint);
        var begun = new CompletableFuture<Void>();
        var sender = Background.start(() -> {
            basic().sendText("0123456789", false);
            peer.transport.holdWrites();
            async().sendPing(bytes("0123456789"));
            begun.complete(null);
            basic().sendText("0123456789", true);
        });
        begun.get();
        sender.awaitBlocked().thread.interrupt();
        assertThatThrownBy(sender::join).hasCauseInstanceOf(InterruptedIOException.class);
        endpoint.awaitEvents("close 1006");
    }

    @Test
    void theErrorMethodMayEndAMessageThatAHandlerHasBegun() throws Exception {
        peer.open(Role.SERVER, endpoint);
        endpoint.onError = session -> session.getBasicRemote().sendText("message", true);
        endpoint.session.addMessageHandler(String.class, text -> {
            try {
                endpoint.session.getBasicRemote().sendText("one ", false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            endpoint.session.getAsyncRemote().sendText("two", result -> {
                throw new IllegalStateException("on purpose");
            });
            throw new IllegalStateException("on purpose");
        });
        peer.frames().text("begin").send();
        soon().untilAsserted(() -> assertThat(peer.received()).startsWith("text:one message"));
    }

    @Test
    void aMessageThatWaitsForAnUnfinishedOneGivesUpThoughPongsLeave() throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 300).open(Role.SERVER, endpoint);
        basic().sendText("never ended", false);
        var other = Background.start(() -> basic().sendText("waits")).awaitBlocked();
        while (!other.done.isDone()) {
            peer.frames().hex("89 80 00000000").send();
        }
        assertThatThrownBy(other::join)
                .hasCauseInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("last part of another one");
        endpoint.awaitEvents("close 1011");
    }

    // Halves of characters

    @ParameterizedTest
    @EnumSource(Role.class)
    void aCharacterMayBeCutBetweenParts(Role role) throws Exception {
        peer.open(role, endpoint);
        basic().sendText("\uD83D", false);
        basic().sendText("\uDE00\uD83D", false);
        basic().sendText("\uDE00", true);
        assertThat(peer.received()).containsExactly("text:" + EMOJI + EMOJI);
    }

    @Test
    void halvesOfCharactersStayWithTheirMessages() throws Exception {
        peer.open(Role.SERVER, endpoint);
        basic().sendText("a\uD83D", false);
        var other = Background.start(() -> {
                    basic().sendText("b", false);
                    basic().sendText("c", true);
                })
                .awaitBlocked();
        basic().sendText("\uDE00", true);
        other.join();
        assertThat(peer.received()).containsExactly("text:a" + EMOJI, "text:bc");
    }

    @Test
    void aPartThatWasRefusedMayBeSentAgain() throws Exception {
        peer.open(Role.SERVER, endpoint);
        OutputStream stream = basic().getSendStream();
        stream.write('b');
        stream.flush();
        assertThatThrownBy(() -> basic().sendText("a\uD83D", false)).isInstanceOf(IllegalStateException.class);
        Writer writer = basic().getSendWriter();
        writer.write("c");
        assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);
        stream.close();
        basic().sendText("a\uD83D", false);
        basic().sendText("\uDE00", true);
        writer.close();
        assertThat(peer.received()).containsExactly("binary:b", "text:a" + EMOJI, "text:c");
    }

    @Test
    void halfACharacterAtTheEndOfAMessageIsReplaced() throws Exception {
        peer.open(Role.SERVER, endpoint);
        basic().sendText("a\uD83D", false);
        basic().sendText("", true);
        basic().sendText("b\uD83D");
        assertThat(peer.received()).containsExactly("text:a?", "text:b?");
    }

    // One thread, two messages

    @Test
    void aThreadCannotBeginAnotherKindOfMessageBeforeItHasEndedOne() throws Exception {
        peer.open(Role.SERVER, endpoint);
        basic().sendText("a", false);
        for (Blocking other : new Blocking[] {
            () -> basic().sendText("b"),
            () -> basic().sendBinary(bytes("b")),
            () -> basic().sendBinary(bytes("b"), false),
            () -> basic().sendObject("b")
        }) {
            assertThatThrownBy(other::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("last part");
        }
        basic().sendPing(bytes("p"));
        basic().sendText("c", true);
        assertThat(peer.received()).containsExactly("ping:p", "text:ac");
    }

    @Test
    void anEndpointThatForgetsTheLastPartGetsAnErrorInItsNextCall() throws Exception {
        endpoint.onOpen = session -> session.addMessageHandler(String.class, text -> {
            try {
                if (text.equals("begin")) {
                    basic().sendText("begun", false);
                } else {
                    basic().sendText(text);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        peer.open(Role.SERVER, endpoint);
        Background.start(() -> peer.frames().text("begin").send()).join();
        Background.start(() -> peer.frames().text("whole").send()).join();
        assertThat(endpoint.awaitError()).isInstanceOf(IllegalStateException.class);
    }

    // Streams

    @ParameterizedTest
    @EnumSource(Role.class)
    void aStreamIsOneMessageThatClosingEnds(Role role) throws Exception {
        peer.open(role, endpoint);
        OutputStream stream = basic().getSendStream();
        stream.write('a');
        stream.flush();
        stream.write(new byte[] {'b', 'c', 'd'}, 1, 1);
        stream.write("e".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        assertThat(peer.received()).isEmpty();
        stream.close();
        stream.close();
        assertThat(peer.received()).containsExactly("binary:ac" + "e".repeat(20_000));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aWriterIsOneMessageThatClosingEnds(Role role) throws Exception {
        peer.open(role, endpoint);
        Writer writer = basic().getSendWriter();
        writer.append('a').append("bc").append("xyz", 1, 2);
        writer.flush();
        writer.write("\u00e9".repeat(10_000));
        assertThat(peer.received()).isEmpty();
        writer.close();
        writer.close();
        assertThat(peer.received()).containsExactly("text:abcy" + "\u00e9".repeat(10_000));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nothingWrittenIsNoMessageAndEmptyWrittenAnEmptyOne(Role role) throws Exception {
        peer.open(role, endpoint);
        basic().getSendStream().close();
        Writer unused = basic().getSendWriter();
        unused.flush();
        unused.close();
        assertThat(peer.received()).isEmpty();
        try (OutputStream stream = basic().getSendStream();
                Writer writer = basic().getSendWriter()) {
            stream.write(new byte[0]);
            writer.append("");
        }
        assertThat(peer.received()).containsExactly("text:", "binary:");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatHasBeenClosedTakesNothingAnyMore(Role role) throws Exception {
        peer.open(role, endpoint);
        OutputStream stream = basic().getSendStream();
        stream.close();
        Writer writer = basic().getSendWriter();
        writer.close();
        assertThatThrownBy(() -> stream.write(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closing");
        assertThatThrownBy(stream::flush).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> writer.write("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closing");
        assertThatThrownBy(writer::flush).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> stream.write(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(peer.received()).isEmpty();
    }

    @Test
    void aStreamOfAnotherThreadWaitsForTheEndOfTheFirst() throws Exception {
        peer.open(Role.SERVER, endpoint);
        OutputStream first = basic().getSendStream();
        first.write('a');
        first.flush();
        var second = Background.start(() -> {
                    try (Writer writer = basic().getSendWriter()) {
                        writer.write("b");
                        writer.flush();
                        writer.write("c");
                    }
                })
                .awaitBlocked();
        first.write('d');
        first.close();
        second.join();
        assertThat(peer.received()).containsExactly("binary:ad", "text:bc");
    }
}
