package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import jakarta.websocket.EncodeException;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
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
        send(Outgoing.text(text, true, null), handler);
    }

    @Override
    public Future<Void> sendText(String text) {
        require(text, "text");
        return send(Outgoing.text(text, true, null));
    }

    @Override
    public Future<Void> sendBinary(ByteBuffer data) {
        require(data, "data");
        return send(Outgoing.binary(data, true, null));
    }

    @Override
    public void sendBinary(ByteBuffer data, SendHandler handler) {
        require(data, "data");
        require(handler, "handler");
        send(Outgoing.binary(data, true, null), handler);
    }

    @Override
    public Future<Void> sendObject(Object data) {
        require(data, "data");
        try {
            return send(encoding.encode(data));
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
        send(frame, handler);
    }

    private Future<Void> send(Outgoing frame) {
        var future = new CompletableFuture<Void>();
        dispatch(frame, failure -> {
            if (failure == null) {
                future.complete(null);
            } else {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    private void send(Outgoing frame, SendHandler handler) {
        dispatch(frame, failure -> results.tell(handler, failure));
    }

    /** Sends what goes to others too, and never waits for room: whether there was some. */
    boolean sendShared(SharedMessage message, Outgoing.Completion completion) {
        long timeout = sendTimeout.get();
        if (timeout <= 0) {
            return sending().sendShared(message, completion);
        }
        // The queue times only what somebody listens to.
        Outgoing.Completion timed = failure -> completion.completed(failure);
        return sending()
                .sendWithoutWaiting(withDeadline(message.individual(), timeout).onCompletion(timed));
    }

    private static Outgoing withDeadline(Outgoing frame, long timeoutMillis) {
        return frame.withDeadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    private void dispatch(Outgoing frame, Outgoing.Completion completion) {
        long timeout = sendTimeout.get();
        if (timeout > 0) {
            withDeadline(frame, timeout);
        }
        sending().sendAsync(frame.treated(treatment).onCompletion(completion));
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
