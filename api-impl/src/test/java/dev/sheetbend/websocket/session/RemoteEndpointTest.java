package dev.sheetbend.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import dev.sheetbend.websocket.frame.Role;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Javadoc of {@code RemoteEndpoint} promises, for server and client sessions. */
@SuppressWarnings("FutureReturnValueIgnored") // a send whose outcome the peer shows
class RemoteEndpointTest extends InMemorySession {
    private final BlockingQueue<SendResult> results = new LinkedBlockingQueue<>();
    private final SendHandler handler = results::add;

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.wrap("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
    }

    // Arguments

    @ParameterizedTest
    @EnumSource(Role.class)
    void nullIsAnIllegalArgumentEverywhere(Role role) throws Exception {
        peer.open(role, endpoint);
        RemoteEndpoint.Basic basic = basic();
        RemoteEndpoint.Async async = async();
        List<Blocking> calls = List.of(
                () -> basic.sendText(null),
                () -> basic.sendText(null, true),
                () -> basic.sendBinary(null),
                () -> basic.sendBinary(null, false),
                () -> basic.sendObject(null),
                () -> basic.sendPing(null),
                () -> basic.sendPong(null),
                () -> async.sendText(null),
                () -> async.sendText(null, handler),
                () -> async.sendText("a", null),
                () -> async.sendBinary(null),
                () -> async.sendBinary(null, handler),
                () -> async.sendBinary(bytes(1), null),
                () -> async.sendObject(null),
                () -> async.sendObject(null, handler),
                () -> async.sendObject("a", null),
                () -> async.sendPing(null),
                () -> async.sendPong(null));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith("must not be null."));
        assertThat(peer.received()).isEmpty();
        assertThat(results).isEmpty();
        assertThat(endpoint.session.isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aPingOrPongHasAtMost125Bytes(Role role) throws Exception {
        peer.open(role, endpoint);
        for (RemoteEndpoint remote : List.of(basic(), async())) {
            assertThatThrownBy(() -> remote.sendPing(bytes(126)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("126");
            assertThatThrownBy(() -> remote.sendPong(bytes(126))).isInstanceOf(IllegalArgumentException.class);
            remote.sendPing(bytes(125));
            remote.sendPong(bytes(0));
        }
        String longest = "ping:" + "x".repeat(125);
        assertThat(peer.received()).containsExactly(longest, "pong:", longest, "pong:");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aBufferThatWasSentHasBeenReadToItsUnchangedLimit(Role role) throws Exception {
        peer.open(role, endpoint);
        List<ByteBuffer> buffers = List.of(
                window(ByteBuffer.allocate(10)),
                window(ByteBuffer.allocateDirect(10)),
                window(ByteBuffer.allocate(10)),
                window(ByteBuffer.allocate(20).slice(5, 10)),
                window(ByteBuffer.allocate(10)),
                window(ByteBuffer.allocate(10)));
        basic().sendBinary(buffers.get(0));
        basic().sendBinary(buffers.get(1), true);
        basic().sendPing(buffers.get(2));
        basic().sendObject(buffers.get(3));
        async().sendBinary(buffers.get(4)).get();
        async().sendPong(buffers.get(5));
        assertThat(buffers).allSatisfy(buffer -> {
            assertThat(buffer.position()).isEqualTo(7);
            assertThat(buffer.limit()).isEqualTo(7);
        });
        assertThat(peer.received())
                .containsExactly("binary:abcd", "binary:abcd", "ping:abcd", "binary:abcd", "binary:abcd", "pong:abcd");
    }

    /** The bytes from 3 to 7 are what is to be sent. */
    private static ByteBuffer window(ByteBuffer buffer) {
        return buffer.put(3, new byte[] {'a', 'b', 'c', 'd'}).position(3).limit(7);
    }

    // A closed session

    @ParameterizedTest
    @EnumSource(Role.class)
    void onAClosedSessionSendingIsAnIoExceptionAndChangingAnIllegalArgument(Role role) throws Exception {
        peer.open(role, endpoint);
        RemoteEndpoint.Basic basic = basic();
        RemoteEndpoint.Async async = async();
        endpoint.session.close();
        List<Blocking> sends = List.of(
                () -> basic.sendText("a"),
                () -> basic.sendText("a", false),
                () -> basic.sendBinary(bytes(1)),
                () -> basic.sendBinary(bytes(1), true),
                () -> basic.sendObject("a"),
                () -> basic.sendPing(bytes(0)),
                () -> basic.sendPong(bytes(0)),
                basic::getSendStream,
                basic::getSendWriter,
                () -> async.sendPing(bytes(0)),
                () -> async.sendPong(bytes(0)));
        assertThat(sends)
                .allSatisfy(send -> assertThatThrownBy(send::run)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("closed"));
        assertThat(List.of(async.sendText("a"), async.sendBinary(bytes(1)), async.sendObject("a")))
                .allSatisfy(future -> assertThatThrownBy(future::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(IOException.class));
        async.sendText("a", handler);
        async.sendBinary(bytes(1), handler);
        async.sendObject("a", handler);
        for (int i = 0; i < 3; i++) {
            SendResult result = results.take();
            assertThat(result.isOK()).isFalse();
            assertThat(result.getException()).isInstanceOf(IOException.class);
            assertThat(result.getSession()).isSameAs(endpoint.session);
        }
        List<Blocking> changes = List.of(
                () -> basic.setBatchingAllowed(true),
                () -> async.setBatchingAllowed(false),
                () -> async.setSendTimeout(1));
        assertThat(changes)
                .allSatisfy(change -> assertThatThrownBy(change::run).isInstanceOf(IllegalArgumentException.class));
        assertThat(peer.received()).containsExactly("close:1000");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aStreamThatIsOpenWhenTheSessionClosesFailsWithAnIoException(Role role) throws Exception {
        peer.open(role, endpoint);
        var stream = basic().getSendStream();
        stream.write(1);
        var writer = basic().getSendWriter();
        writer.write("a");
        endpoint.session.close();
        assertThatThrownBy(stream::close).isInstanceOf(IOException.class);
        assertThatThrownBy(writer::flush).isInstanceOf(IOException.class);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
        assertThat(peer.received()).containsExactly("close:1000");
    }

    // Results

    @ParameterizedTest
    @EnumSource(Role.class)
    void aResultSaysOkAndWhichSession(Role role) throws Exception {
        peer.open(role, endpoint);
        async().sendText("a", handler);
        async().sendBinary(bytes(1), handler);
        async().sendObject(12, handler);
        for (int i = 0; i < 3; i++) {
            SendResult result = results.take();
            assertThat(result.isOK()).isTrue();
            assertThat(result.getException()).isNull();
            assertThat(result.getSession()).isSameAs(endpoint.session);
        }
        assertThat(peer.received()).containsExactly("text:a", "binary:x", "text:12");
        assertThat(async().sendText("b").get()).isNull();
    }

    @Test
    void aResultIsToldOnceThoughTheSessionEndsBehindIt() throws Exception {
        peer.open(Role.SERVER, endpoint);
        async().sendText("a", handler);
        results.take();
        peer.transport.end(new IOException("reset"));
        endpoint.awaitEvents("close 1006");
        assertThat(results).isEmpty();
    }

    // Send timeouts

    @ParameterizedTest
    @CsvSource({"SERVER, 0", "SERVER, -5", "CLIENT, 0", "CLIENT, -5"})
    void aSendTimeoutOfZeroOrLessIsNone(Role role, long none) throws Exception {
        peer.with(SheetbendProperties.ASYNC_SEND_TIMEOUT, 3_600_000)
                .with(SheetbendProperties.SEND_TIMEOUT, 7_200_000)
                .open(role, endpoint);
        assertThat(async().getSendTimeout()).isEqualTo(3_600_000);
        async().setSendTimeout(none);
        assertThat(async().getSendTimeout()).isEqualTo(none);
        peer.transport.holdWrites();
        Future<Void> sent = async().sendText("a");
        assertThat(peer.nanosToNextTask()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(3_600_000));
        peer.transport.releaseWrites();
        assertThat(sent.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aSendTimeoutFailsTheSendAndEndsTheSession(Role role) throws Exception {
        peer.with(SheetbendProperties.SEND_TIMEOUT, 3_600_000).open(role, endpoint);
        peer.transport.holdWrites();
        async().setSendTimeout(20);
        async().sendText("a", handler);
        Future<Void> second = async().sendText("b");
        SendResult result = results.take();
        assertThat(result.isOK()).isFalse();
        assertThat(result.getException())
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("An asynchronous message could not be sent within its send timeout; the session is"
                        + " closed.");
        assertThatThrownBy(second::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SocketTimeoutException.class);
        endpoint.awaitEvents("close 1006");
        assertThat(peer.transport.isAborted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aSendThatWasInTimeIsForgotten(Role role) throws Exception {
        peer.open(role, endpoint);
        async().setSendTimeout(3_600_000);
        async().sendText("a").get();
        assertThat(peer.scheduledTasks()).isZero();
        assertThat(endpoint.session.isOpen()).isTrue();
    }

    // Batching

    @ParameterizedTest
    @EnumSource(Role.class)
    void batchingIsOffUntilItIsAllowed(Role role) throws Exception {
        peer.open(role, endpoint);
        assertThat(basic().getBatchingAllowed()).isFalse();
        assertThat(async().getBatchingAllowed()).isFalse();
        basic().flushBatch();
        async().setBatchingAllowed(true);
        assertThat(async().getBatchingAllowed()).isTrue();
        async().flushBatch();
        assertThat(peer.transport.writes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void inABatchEverySendIsDoneWhenItIsInTheBatch(Role role) throws Exception {
        peer.open(role, endpoint);
        basic().setBatchingAllowed(true);
        basic().sendText("a");
        basic().sendText("b", false);
        basic().sendText("c", true);
        assertThat(async().sendText("d")).isDone();
        async().sendText("e", handler);
        assertThat(results.take().isOK()).isTrue();
        try (var writer = basic().getSendWriter()) {
            writer.write("f");
        }
        assertThat(peer.transport.writes()).isZero();
        basic().flushBatch();
        assertThat(peer.transport.writes()).isOne();
        assertThat(peer.received()).containsExactly("text:a", "text:bc", "text:d", "text:e", "text:f");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aBatchThatIsFullLeavesByItself(Role role) throws Exception {
        peer.open(role, endpoint);
        basic().setBatchingAllowed(true);
        for (int i = 0; i < 100; i++) {
            basic().sendText("x".repeat(1000));
        }
        assertThat(peer.received()).hasSizeBetween(80, 99);
        basic().setBatchingAllowed(false);
        assertThat(peer.received()).hasSize(100);
        basic().sendText("at once");
        assertThat(peer.received()).hasSize(101);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aCloseFlushesTheBatchBeforeIt(Role role) throws Exception {
        peer.open(role, endpoint);
        basic().setBatchingAllowed(true);
        basic().sendText("a");
        endpoint.session.close();
        assertThat(peer.received()).containsExactly("text:a", "close:1000");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aCloseOfThePeerFlushesTheBatchToo(Role role) throws Exception {
        peer.open(role, endpoint);
        async().setBatchingAllowed(true);
        async().sendText("a");
        peer.frames().close(1000, "").send();
        assertThat(peer.received()).containsExactly("text:a", "close:1000");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aFlushOnABrokenConnectionIsAnIoException(Role role) throws Exception {
        peer.open(role, endpoint);
        RemoteEndpoint.Basic basic = basic();
        basic.setBatchingAllowed(true);
        basic.sendText("a");
        peer.transport.throwInWrites(new IllegalStateException("broken"));
        assertThatThrownBy(basic::flushBatch).isInstanceOf(IOException.class);
        endpoint.awaitEvents("close 1006");
        soon().untilAsserted(() -> assertThatThrownBy(basic::flushBatch).isInstanceOf(IOException.class));
    }
}
