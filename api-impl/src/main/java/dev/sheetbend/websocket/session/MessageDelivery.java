package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.endpoint.PathArguments;
import dev.sheetbend.websocket.frame.CloseCodes;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Hands messages to application code, on the reading thread, inside the endpoint's gate: tells the send queue whether a
 * batch is under way, and routes what is thrown.
 */
final class MessageDelivery extends EndpointCalls {
    private final SessionConnection connection;

    /** The message that is being read as a stream, or null. Written by the reading thread. */
    private volatile MessagePipe pipe;

    MessageDelivery(
            WebSocketSession session,
            EndpointBinding binding,
            PathArguments pathArguments,
            SessionConnection connection) {
        super(session, binding, pathArguments);
        this.connection = connection;
    }

    @Override
    void applicationFailed() {
        if (connection.settings().closeOnHandlerError()) {
            connection.closeLocally(CloseCodes.INTERNAL_ERROR, "The endpoint failed.");
        }
    }

    /** Hands over a message, or a part of one, now. */
    void deliver(MessageTarget target, Object message, boolean last) {
        if (!isOpen()) {
            // The end of a message that had begun before the session was closed: onClose is the last call.
            return;
        }
        connection.queue().gathering().begin(connection.hasMoreInput());
        call(target, message, last);
    }

    /** Hands over a whole message inside a call that is under way. */
    void deliverTo(MessageTarget target, Object message) throws Throwable {
        target.deliver(session(), message, true);
    }

    /** Whether messages are still delivered; one whose delivery has begun is, see {@link Streaming}. */
    boolean isOpen() {
        return connection.isOpen();
    }

    /**
     * @throws IllegalStateException when nobody may wait for the rest of a message here
     */
    void requireStreams() {
        if (!connection.gate().mayWait()) {
            throw new IllegalStateException(
                    "A message handler that takes a Reader or an InputStream waits for its peer,"
                            + " which an endpoint must not where " + EndpointThread.property() + ".");
        }
    }

    /** A handler that reads a message while it arrives has a thread of its own until it returns. */
    final class Streaming {
        private final MessagePipe messagePipe =
                new MessagePipe(connection.settings().streamTimeoutMillis());
        private final CountDownLatch handlerDone = new CountDownLatch(1);

        Streaming(StreamCall handler) {
            connection.queue().gathering().begin(false);
            connection.gate().pin();
            pipe = messagePipe;
            boolean started = false;
            try {
                var thread = new Thread(
                        () -> connection.gate().pinned(() -> run(handler)),
                        "sheetbend-stream-" + session().getId());
                thread.setDaemon(true);
                thread.start();
                started = true;
            } finally {
                if (!started) {
                    connection.gate().unpin();
                }
            }
        }

        private void run(StreamCall handler) {
            try {
                guarded(() -> handler.run(messagePipe));
            } finally {
                messagePipe.close();
                connection.gate().unpin();
                handlerDone.countDown();
            }
        }

        /** Feeds the handler; with the last part, waits until it has returned. */
        void part(byte[] array, int offset, int length, boolean last) {
            try {
                messagePipe.feed(array, offset, length, last);
            } catch (IOException e) {
                connection.streamStalled(e);
            }
            if (last) {
                awaitHandler();
            }
        }

        /** The application's handler may take its time, as one that gets whole messages may. */
        private void awaitHandler() {
            boolean interrupted = false;
            while (true) {
                try {
                    handlerDone.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    messagePipe.fail(new IOException("Interrupted.", e));
                }
            }
            pipe = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A call of a handler that reads a stream. */
    interface StreamCall {
        void run(MessagePipe stream) throws Throwable;
    }

    /** No more input will come; a handler that waits for some gets an exception. */
    void inputBroken(IOException cause) {
        MessagePipe current = pipe;
        if (current != null) {
            current.fail(cause);
        }
    }
}
