package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection after the opening handshake. The event loop only tells that there is something to read; a handler
 * thread then reads, decrypts and delivers until there is nothing left, and nothing is read while a handler is busy. So an
 * idle connection has neither a thread nor a buffer.
 */
final class ClientTransport implements Transport, EventLoop.Listener {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    /** Who takes the next step on the read side. */
    private enum Reading {
        /** The loop tells when there is something to read. */
        WAITING,
        /** A thread delivers. */
        DELIVERING,
        /** Delivery has stopped until somebody resumes it. */
        STOPPED
    }

    /**
     * What the transports of one container share.
     *
     * @param pool lends the buffers
     * @param handlers runs application code, which may block
     * @param timer runs short tasks that never block
     */
    record Services(BufferPool pool, Executor handlers, ScheduledExecutorService timer) {}

    private final Wire wire;
    private final EventLoop.Registration registration;
    private final Services services;
    private final ClientOutput output;
    private final Object lock = new Object();

    // Read side: owned by the thread that delivers.
    private Receiver receiver;
    private byte[] behindHandshake;
    /** Whether the last look found nothing to read; if not, the wire may hold something that no loop tells of. */
    private boolean drained;

    // Guarded by lock.
    private Reading reading = Reading.DELIVERING;
    private boolean suspended;
    private boolean closing;
    private boolean ended;
    /** Whether no write is in flight, and none will be; the end waits for it. */
    private boolean outputReleased;

    private boolean endDelivered;
    private IOException cause;
    private Future<?> grace;

    /**
     * @param registration of the wire's channel; nothing is wanted of it now
     * @param behindHandshake what came with the answer's head and is WebSocket's
     */
    ClientTransport(Wire wire, EventLoop.Registration registration, Services services, byte[] behindHandshake) {
        this.wire = wire;
        this.registration = registration;
        this.services = services;
        this.behindHandshake = behindHandshake;
        this.output = new ClientOutput(this, wire);
        wire.whenWritesWait(services.handlers(), output::goOn);
        registration.listener(this);
    }

    /** Delivers the opening on the calling thread, which is the application's own, and all else on others. */
    @Override
    public void start(Receiver target) {
        receiver = target;
        try {
            target.opened();
        } catch (RuntimeException | Error e) {
            end(new IOException("The receiver failed", e));
            throw e;
        } finally {
            dispatch();
        }
    }

    // The loop's thread

    @Override
    public void ready(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            output.goOn();
        }
        if ((operations & SelectionKey.OP_READ) != 0 && claimDelivery()) {
            dispatch();
        }
    }

    private boolean claimDelivery() {
        synchronized (lock) {
            boolean claimed = reading == Reading.WAITING;
            if (claimed) {
                reading = Reading.DELIVERING;
            }
            return claimed;
        }
    }

    @Override
    public void failed(IOException why) {
        end(why);
    }

    // Any thread

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        output.write(buffers, count, listener);
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
        output.close();
        wake();
    }

    @Override
    public void abort() {
        end(new IOException("The connection was aborted"));
    }

    @Override
    public void execute(Runnable task) {
        services.handlers().execute(task);
    }

    void wantWritable() {
        registration.want(SelectionKey.OP_WRITE);
    }

    /** The peer sees FIN; the rest of what it sends is read and thrown away, because a close would reset the connection. */
    void outputEnded() {
        synchronized (lock) {
            if (ended) {
                return;
            }
            grace = grace();
        }
        if (grace.isDone()) {
            end(null);
        }
    }

    /** The last write has been told what became of it: one that has left must not seem to be lost with the connection. */
    void outputReleased() {
        synchronized (lock) {
            outputReleased = true;
        }
        wake();
    }

    private Future<?> grace() {
        try {
            return services.timer().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The container has stopped: there is nobody to wait.
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Ends everything; the first call counts.
     *
     * @param why null when the peer ended its side in order or {@link #close} is through
     */
    void end(IOException why) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            cause = why;
            if (grace != null) {
                grace.cancel(false);
            }
        }
        if (why != null) {
            wire.breakOff();
        }
        registration.close();
        output.fail(why != null ? why : new IOException("The connection has ended"));
        wake();
    }

    // Delivery

    /** Makes sure that a thread delivers what there is to deliver, the end included. */
    private void wake() {
        synchronized (lock) {
            boolean needed = reading == Reading.STOPPED || reading == Reading.WAITING && ended;
            if (!needed || endDelivered) {
                return;
            }
            reading = Reading.DELIVERING;
        }
        dispatch();
    }

    private void dispatch() {
        try {
            services.handlers().execute(this::deliver);
        } catch (RejectedExecutionException e) {
            // The container has stopped: the end is all that can still be delivered, so do it here.
            end(new IOException("The WebSocket container has stopped", e));
            deliver();
        }
    }

    private void deliver() {
        try {
            drained = false;
            deliverWhatCameWithTheHandshake();
            while (!drained && mayRead()) {
                drained = !readOnce();
            }
        } catch (RuntimeException | Error e) {
            end(new IOException("The receiver failed", e));
            if (e instanceof Error) {
                throw e;
            }
        } finally {
            stepAside();
        }
    }

    private void deliverWhatCameWithTheHandshake() {
        byte[] bytes = behindHandshake;
        if (bytes.length > 0 && mayRead()) {
            behindHandshake = new byte[0];
            if (!isDiscarding()) {
                receiver.received(bytes, 0, bytes.length);
            }
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
    private boolean readOnce() {
        ByteBuffer buffer = services.pool().acquire(wire.readSize());
        try {
            int count = wire.read(buffer);
            if (wire.wantsOutput()) {
                output.goOn();
            }
            if (count > 0 && !isDiscarding()) {
                receiver.received(buffer.array(), 0, count);
            } else if (count == -1) {
                // The peer's TLS is owed a close_notify of ours (RFC 8446, 6.1), if it can leave now.
                output.close();
                end(null);
            }
            return count > 0 || count == Wire.NEEDS_ROOM;
        } catch (IOException e) {
            end(e);
            return false;
        } finally {
            services.pool().release(buffer);
        }
    }

    /** What the delivering thread leaves to whom. */
    private enum Next {
        RESUMER,
        LOOP,
        SELF_AGAIN,
        RECEIVER
    }

    /** The delivering thread has done what it could: the end is delivered, or the connection waits for something. */
    private void stepAside() {
        switch (next()) {
            case LOOP -> registration.want(SelectionKey.OP_READ);
            case SELF_AGAIN -> dispatch();
            case RECEIVER -> {
                wire.releaseInput();
                receiver.ended(cause);
            }
            case RESUMER -> {}
        }
    }

    private Next next() {
        synchronized (lock) {
            if (ended && !outputReleased) {
                reading = Reading.STOPPED;
                return Next.RESUMER;
            }
            if (ended) {
                boolean told = endDelivered;
                endDelivered = true;
                return told ? Next.RESUMER : Next.RECEIVER;
            }
            if (suspended && !closing) {
                reading = Reading.STOPPED;
                return Next.RESUMER;
            }
            if (!drained) {
                return Next.SELF_AGAIN;
            }
            reading = Reading.WAITING;
            return Next.LOOP;
        }
    }
}
