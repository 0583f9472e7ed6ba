package dev.sheetbend.websocket.servlet.jetty;

import dev.sheetbend.websocket.session.Transport.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The write side of a {@link JettyTransport}, and what Jetty calls back for the write in flight: once for each, so that one
 * object does for all. Thread safe.
 */
final class JettyOutput implements Callback {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    private final JettyTransport transport;

    // Guarded by this.

    /** Of the write in flight, or null. */
    private WriteListener listener;

    private boolean closing;
    private boolean ended;
    private Scheduler.Task grace;

    JettyOutput(JettyTransport transport) {
        this.transport = transport;
    }

    /** As the transport's. */
    void write(ByteBuffer[] buffers, int count, WriteListener target) {
        if (!begin(target)) {
            target.writeFailed(transport.refusal());
            return;
        }
        transport.getEndPoint().write(this, count == buffers.length ? buffers : Arrays.copyOf(buffers, count));
    }

    /** Whether a write may begin now. */
    private synchronized boolean begin(WriteListener target) {
        if (ended || closing) {
            return false;
        }
        if (listener != null) {
            throw new IllegalStateException("The write before has not completed.");
        }
        listener = target;
        return true;
    }

    @Override
    public void succeeded() {
        WriteListener told = over();
        if (told != null) {
            told.writeCompleted();
            endIfDue();
        }
    }

    @Override
    public void failed(Throwable failure) {
        WriteListener told = over();
        if (told != null) {
            told.writeFailed(failure);
            transport.end(failure instanceof IOException io ? io : new IOException("The connection failed", failure));
        }
    }

    private synchronized WriteListener over() {
        WriteListener told = listener;
        listener = null;
        return told;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /**
     * Refuses further writes; {@link #endIfDue} has to follow.
     *
     * @return false when that has happened already
     */
    synchronized boolean close() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    /** Ends the output when it is closing and nothing is in flight. */
    void endIfDue() {
        synchronized (this) {
            if (!closing || ended || listener != null) {
                return;
            }
            ended = true;
            grace = transport.scheduler().schedule(() -> transport.end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
        // The peer sees FIN, or close_notify; a close with input still unread would reset the connection.
        transport.getEndPoint().shutdownOutput();
    }

    /** The connection is about to be closed, which also fails the write in flight. */
    synchronized void finish() {
        ended = true;
        if (grace != null) {
            grace.cancel();
        }
    }
}
