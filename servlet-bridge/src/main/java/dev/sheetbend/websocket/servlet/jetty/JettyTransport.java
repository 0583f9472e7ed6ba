package dev.sheetbend.websocket.servlet.jetty;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.session.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection of Jetty that has left HTTP behind. What the peer sends is delivered on the thread that Jetty calls with,
 * which may block; while nobody asks for more, nothing is read and no buffer is held. Jetty's idle timeout is turned off,
 * the session has its own.
 */
final class JettyTransport extends AbstractConnection implements Connection.UpgradeTo, Transport {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    /** Who takes the next step on the read side. */
    private enum Reading {
        /** Jetty calls back when there is something to read. */
        WAITING,
        /** A thread delivers. */
        RUNNING,
        /** Delivery has stopped until somebody resumes it. */
        STOPPED
    }

    private final Connector connector;
    private final BufferPool pool;
    private final Acceptor acceptor;
    private final Object lock = new Object();

    // Read side. The receiver and what came behind the handshake belong to the thread that delivers.
    private volatile Receiver receiver;
    private ByteBuffer behindHandshake;
    private boolean opened;

    // Guarded by lock.
    private Reading reading = Reading.RUNNING;
    private boolean suspended;
    private boolean ended;
    private boolean endDelivered;
    private IOException cause;
    private boolean closing;
    private boolean outputEnded;
    private Scheduler.Task grace;

    /** The write in flight. */
    private final AtomicReference<Pending> pending = new AtomicReference<>();

    JettyTransport(EndPoint endPoint, Connector connector, BufferPool pool, Acceptor acceptor) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.pool = pool;
        this.acceptor = acceptor;
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        if (buffer != null && buffer.hasRemaining()) {
            behindHandshake =
                    ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        try {
            acceptor.accept(this);
        } catch (RuntimeException e) {
            end(new IOException("The session could not be started", e));
        }
    }

    @Override
    public void start(Receiver target) {
        receiver = target;
        // Not on this thread, which has the rest of the request to finish.
        dispatch();
    }

    @Override
    public void onFillable() {
        synchronized (lock) {
            if (reading != Reading.WAITING) {
                return;
            }
            reading = Reading.RUNNING;
        }
        deliver();
    }

    @Override
    public void onFillInterestedFailed(Throwable failure) {
        end(failure instanceof IOException io ? io : new IOException("The connection failed", failure));
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public void onClose(Throwable failure) {
        super.onClose(failure);
        if (failure == null || failure instanceof EOFException) {
            end(null);
        } else {
            end(failure instanceof IOException io ? io : new IOException("The connection was closed", failure));
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        Pending write = new Pending(listener);
        IOException refusal = null;
        synchronized (lock) {
            if (ended || closing) {
                refusal = cause != null ? cause : new IOException("The connection is closing");
            } else if (!pending.compareAndSet(null, write)) {
                throw new IllegalStateException("The write before has not completed.");
            }
        }
        if (refusal != null) {
            listener.writeFailed(refusal);
            return;
        }
        getEndPoint().write(write, count == buffers.length ? buffers : Arrays.copyOf(buffers, count));
    }

    @Override
    public void suspend() {
        synchronized (lock) {
            suspended = true;
        }
    }

    @Override
    public void resume() {
        synchronized (lock) {
            suspended = false;
        }
        wake();
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
        }
        endOutputIfDue();
        wake();
    }

    @Override
    public void abort() {
        end(new IOException("The connection was aborted"));
    }

    @Override
    public void execute(Runnable task) {
        getExecutor().execute(task);
    }

    private void endOutputIfDue() {
        synchronized (lock) {
            if (!closing || outputEnded || ended || pending.get() != null) {
                return;
            }
            outputEnded = true;
            grace = connector.getScheduler().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
        // The peer sees FIN, or close_notify; a close with input still unread would reset the connection.
        getEndPoint().shutdownOutput();
    }

    /** Ends everything; the first call counts. */
    private void end(IOException why) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            cause = why;
            if (grace != null) {
                grace.cancel();
            }
        }
        // Also fails the write in flight.
        getEndPoint().close(why);
        wake();
    }

    /** Makes sure that a thread delivers what there is to deliver, the end included. */
    private void wake() {
        synchronized (lock) {
            boolean needed = reading == Reading.STOPPED || reading == Reading.WAITING && ended;
            if (!needed || receiver == null || endDelivered) {
                return;
            }
            reading = Reading.RUNNING;
        }
        dispatch();
    }

    private void dispatch() {
        try {
            getExecutor().execute(this::deliver);
        } catch (RejectedExecutionException e) {
            // The server has stopped: the end is all that can still be delivered, so do it here.
            end(new IOException("The server has stopped", e));
            deliver();
        }
    }

    private void deliver() {
        try {
            if (!opened) {
                opened = true;
                receiver.opened();
                if (behindHandshake != null && !isDiscarding()) {
                    receiver.received(behindHandshake.array(), 0, behindHandshake.limit());
                }
                behindHandshake = null;
            }
            while (mayRead() && fillOnce()) {}
        } catch (RuntimeException | Error e) {
            end(new IOException("The receiver failed", e));
            if (e instanceof Error) {
                throw e;
            }
        } finally {
            stepAside();
        }
    }

    private boolean mayRead() {
        synchronized (lock) {
            return !ended && (closing || !suspended);
        }
    }

    private boolean isDiscarding() {
        synchronized (lock) {
            return closing || ended;
        }
    }

    /** Delivers one buffer; false when there is nothing to read now, or ever. */
    private boolean fillOnce() {
        ByteBuffer buffer = pool.acquire(BufferPool.READ_SIZE);
        try {
            // Jetty fills behind the limit.
            int filled = getEndPoint().fill(buffer.limit(0));
            if (filled < 0) {
                end(null);
            } else if (filled > 0 && !isDiscarding()) {
                receiver.received(buffer.array(), 0, buffer.limit());
            }
            return filled > 0;
        } catch (IOException e) {
            end(e);
            return false;
        } finally {
            pool.release(buffer);
        }
    }

    /** The delivering thread has done what it could: the end is delivered, or the connection waits for something. */
    private void stepAside() {
        boolean last = false;
        synchronized (lock) {
            if (ended) {
                last = !endDelivered;
                endDelivered = true;
                reading = Reading.STOPPED;
            } else if (suspended && !closing) {
                reading = Reading.STOPPED;
                return;
            } else {
                reading = Reading.WAITING;
            }
        }
        if (last) {
            receiver.ended(cause);
        } else {
            awaitInput();
        }
    }

    private void awaitInput() {
        synchronized (lock) {
            if (reading != Reading.WAITING) {
                return;
            }
        }
        try {
            fillInterested();
        } catch (RuntimeException e) {
            end(new IOException("The connection failed", e));
        }
    }

    /** One write in flight: what Jetty calls back. */
    private final class Pending implements Callback {
        private final WriteListener listener;

        Pending(WriteListener listener) {
            this.listener = listener;
        }

        @Override
        public void succeeded() {
            if (pending.compareAndSet(this, null)) {
                listener.writeCompleted();
                endOutputIfDue();
            }
        }

        @Override
        public void failed(Throwable failure) {
            if (pending.compareAndSet(this, null)) {
                listener.writeFailed(failure);
                end(failure instanceof IOException io ? io : new IOException("The connection failed", failure));
            }
        }

        @Override
        public Invocable.InvocationType getInvocationType() {
            return Invocable.InvocationType.NON_BLOCKING;
        }
    }
}
