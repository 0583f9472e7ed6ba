package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import jakarta.websocket.EncodeException;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The remote whose methods return at once. Any number of threads: messages leave in the order of the calls. */
final class AsyncRemote extends AbstractRemote implements RemoteEndpoint.Async {
    private final ObjectEncoding encoding;
    private final AsyncResults results;
    private final Treatment treatment;
    /** In milliseconds, shared by the remotes of a session. */
    private final AtomicLong sendTimeout;

    /**
     * @param treatment what extensions are to do with its messages
     */
    AsyncRemote(
            SessionConnection connection,
            ObjectEncoding encoding,
            AsyncResults results,
            AtomicLong sendTimeout,
            Treatment treatment) {
        super(connection);
        this.encoding = encoding;
        this.results = results;
        this.sendTimeout = sendTimeout;
        this.treatment = treatment;
    }

    @Override
    public long getSendTimeout() {
        return sendTimeout.get();
    }

    @Override
    public void setSendTimeout(long timeoutmillis) {
        requireOpenForChanges();
        sendTimeout.set(timeoutmillis);
    }

    @Override
    public void sendText(String text, SendHandler handler) {
        require(text, "text");
        require(handler, "handler");
        var telling = new Telling(handler);
        dispatchText(text, telling);
        telling.returning();
    }

    @Override
    public Future<Void> sendText(String text) {
        require(text, "text");
        var future = new SendFuture();
        dispatchText(text, future);
        return future;
    }

    @Override
    public Future<Void> sendBinary(ByteBuffer data) {
        require(data, "data");
        var future = new SendFuture();
        dispatchBinary(data, future);
        return future;
    }

    @Override
    public void sendBinary(ByteBuffer data, SendHandler handler) {
        require(data, "data");
        require(handler, "handler");
        var telling = new Telling(handler);
        dispatchBinary(data, telling);
        telling.returning();
    }

    @Override
    public Future<Void> sendObject(Object data) {
        require(data, "data");
        try {
            Outgoing frame = encoding.encode(data);
            var future = new SendFuture();
            dispatch(sending(), frame, future, deadline());
            return future;
        } catch (EncodeException | IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void sendObject(Object data, SendHandler handler) {
        require(data, "data");
        require(handler, "handler");
        Outgoing frame;
        try {
            frame = encoding.encode(data);
        } catch (EncodeException | IOException | RuntimeException e) {
            results.tell(handler, e);
            return;
        }
        var telling = new Telling(handler);
        dispatch(sending(), frame, telling, deadline());
        telling.returning();
    }

    /** What a send without a handler returns. */
    private static final class SendFuture extends CompletableFuture<Void> implements Outgoing.Completion {
        @Override
        public void completed(Throwable failure) {
            if (failure == null) {
                complete(null);
            } else {
                completeExceptionally(failure);
            }
        }
    }

    /** Sends what goes to others too, and never waits for room: whether the queue has taken it. */
    boolean sendShared(SharedMessage message, Outgoing.Completion completion) {
        return sending().sendShared(message, completion, deadline());
    }

    /**
     * The result for a handler. Where it is there before the send returns, the sender's thread tells it, when it holds no
     * lock and is at nobody else's message.
     */
    private final class Telling implements Outgoing.Completion {
        private final SendHandler handler;
        // Guarded by this.
        private boolean known;
        private Throwable failure;
        private boolean returning;

        Telling(SendHandler handler) {
            this.handler = handler;
        }

        @Override
        public void completed(Throwable failureOrNull) {
            synchronized (this) {
                if (!returning) {
                    known = true;
                    failure = failureOrNull;
                    return;
                }
            }
            results.tell(handler, failureOrNull);
        }

        /** The send is about to return. */
        void returning() {
            synchronized (this) {
                returning = true;
                if (!known) {
                    return;
                }
            }
            if (failure == null) {
                results.tellHere(handler);
            } else {
                results.tell(handler, failure);
            }
        }
    }

    private void dispatchText(String text, Outgoing.Completion completion) {
        SendQueue queue = sending();
        if (!queue.direct().takesNothing() && !Outgoing.isShort(text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            dispatchBytes(queue, Opcode.TEXT, bytes, 0, bytes.length, completion);
            return;
        }
        long deadline = deadline();
        if (!queue.direct().text(text, completion, deadline)) {
            dispatch(queue, Outgoing.text(text, true, null), completion, deadline);
        }
    }

    private void dispatchBinary(ByteBuffer data, Outgoing.Completion completion) {
        if (data.hasArray()) {
            int offset = data.arrayOffset() + data.position();
            int length = data.remaining();
            data.position(data.limit());
            dispatchBytes(sending(), Opcode.BINARY, data.array(), offset, length, completion);
        } else {
            dispatch(sending(), Outgoing.binary(data, true, null), completion, deadline());
        }
    }

    private void dispatchBytes(
            SendQueue queue, Opcode kind, byte[] array, int offset, int length, Outgoing.Completion completion) {
        long deadline = deadline();
        if (!queue.direct().bytes(kind, array, offset, length, completion, deadline)) {
            dispatch(queue, Outgoing.bytes(kind, array, offset, length), completion, deadline);
        }
    }

    private long deadline() {
        long timeout = sendTimeout.get();
        return timeout > 0 ? System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout) : Outgoing.NO_DEADLINE;
    }

    private void dispatch(SendQueue queue, Outgoing frame, Outgoing.Completion completion, long deadline) {
        queue.sendAsync(frame.treated(treatment).onCompletion(completion).withDeadline(deadline));
    }

    @Override
    void sendControl(Outgoing frame) throws IOException {
        var refused = new AtomicReference<Throwable>();
        sending().sendAsync(frame.onCompletion(refused::set));
        Throwable cause = refused.get();
        if (cause != null) {
            throw new IOException(cause.getMessage(), cause);
        }
    }
}
