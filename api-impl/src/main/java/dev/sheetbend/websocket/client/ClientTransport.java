package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.InputDelivery;
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
 * thread, or, if the endpoint never blocks, the event loop's own, then reads, decrypts and delivers until there is nothing
 * left, and nothing is read while a handler is busy. So an idle connection has neither a thread nor a buffer.
 */
final class ClientTransport implements Transport, InputDelivery.Source, EventLoop.Listener {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    /**
     * What a transport needs of its container.
     *
     * @param pool lends the buffers
     * @param handlers runs application code, which may block
     * @param timer runs short tasks that never block
     * @param threads which threads run the endpoint
     */
    record Services(BufferPool pool, Executor handlers, ScheduledExecutorService timer, EndpointThreads threads) {}

    private final Wire wire;
    private final EventLoop.Registration registration;
    private final Services services;
    private final ClientOutput output;
    private final Object lock = new Object();

    private final InputDelivery input = InputDelivery.of(this);

    // Guarded by lock.
    private boolean closing;
    private boolean finished;
    private Future<?> grace;

    /**
     * @param registration of the wire's channel; nothing is wanted of it now
     * @param behindHandshake what came with the answer's head and is WebSocket's
     */
    ClientTransport(Wire wire, EventLoop.Registration registration, Services services, byte[] behindHandshake) {
        this.wire = wire;
        this.registration = registration;
        this.services = services;
        input.precededBy(behindHandshake);
        input.holdEnd();
        this.output = new ClientOutput(this, wire);
        wire.whenWritesWait(services.handlers(), output::goOn);
        registration.listener(this);
    }

    /** Delivers the opening on the calling thread, which is the application's own, and all else on others. */
    @Override
    public void start(Receiver target) {
        input.startHere(target);
    }

    // The loop's thread

    @Override
    public void ready(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            output.goOn();
        }
        if ((operations & SelectionKey.OP_READ) != 0 && input.claim()) {
            if (services.threads() == EndpointThreads.IO) {
                input.deliverOnIoThread();
            } else {
                input.dispatch();
            }
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
        input.suspend();
    }

    @Override
    public void resume() {
        input.resume();
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
        }
        input.discard();
        output.close();
        input.wake();
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
            if (finished) {
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
        input.releaseEnd();
    }

    private Future<?> grace() {
        try {
            return services.timer().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The container has stopped: there is nobody to wait.
            return CompletableFuture.completedFuture(null);
        }
    }

    /** {@link InputDelivery#end}. */
    void end(IOException why) {
        input.end(why);
    }

    // Delivery

    @Override
    public void finish(IOException cause) {
        synchronized (lock) {
            finished = true;
            if (grace != null) {
                grace.cancel(false);
            }
        }
        if (cause != null) {
            wire.breakOff();
        }
        registration.close();
        output.fail(cause != null ? cause : new IOException("The connection has ended"));
    }

    /** Delivers one buffer. */
    @Override
    public boolean fetch(Receiver receiver) throws IOException {
        ByteBuffer buffer = services.pool().acquire(wire.readSize());
        try {
            int count = wire.read(buffer);
            if (wire.wantsOutput()) {
                output.goOn();
            }
            if (count > 0 && !input.isDiscarding()) {
                receiver.received(buffer.array(), 0, count);
            } else if (count == -1) {
                // The peer's TLS is owed a close_notify of ours (RFC 8446, 6.1), if it can leave now.
                output.close();
                end(null);
            }
            return count > 0 || count == Wire.NEEDS_ROOM;
        } finally {
            services.pool().release(buffer);
        }
    }

    @Override
    public void awaitInput() {
        registration.want(SelectionKey.OP_READ);
    }

    @Override
    public void fetched() {
        wire.releaseInput();
    }
}
