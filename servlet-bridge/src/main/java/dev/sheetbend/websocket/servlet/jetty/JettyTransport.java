package dev.sheetbend.websocket.servlet.jetty;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.servlet.TransportServices;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.InputDelivery;
import dev.sheetbend.websocket.session.LoopInput;
import dev.sheetbend.websocket.session.ReadSize;
import dev.sheetbend.websocket.session.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection of Jetty that has left HTTP behind. What the peer sends is delivered on the thread that Jetty calls with:
 * one that may block, or for endpoints that never do, that of the selector. While nobody asks for more, nothing is read and no buffer is held. Jetty's idle timeout is turned off,
 * the session has its own.
 */
final class JettyTransport extends AbstractConnection implements Connection.UpgradeTo, Transport, InputDelivery.Source {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    private final Connector connector;
    private final TransportServices services;
    /** Until the session is there; then null. */
    private Acceptor acceptor;

    private final Object lock = new Object();

    private final InputDelivery input = InputDelivery.of(this);

    private final LoopInput loopInput;
    private final ReadSize readSize = new ReadSize();
    private final Callback inputCallback = new InputCallback();

    // Write side, guarded by lock.
    private boolean closing;
    private boolean outputEnded;
    private Scheduler.Task grace;

    /** The write in flight. */
    private final AtomicReference<Pending> pending = new AtomicReference<>();

    JettyTransport(EndPoint endPoint, Connector connector, TransportServices services, Acceptor acceptor) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.services = services;
        this.loopInput = services.loopInput(input);
        this.acceptor = acceptor;
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        if (buffer != null && buffer.hasRemaining()) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            input.precededBy(bytes);
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        try {
            Acceptor target = acceptor;
            acceptor = null;
            target.accept(this);
        } catch (RuntimeException e) {
            end(new IOException("The session could not be started", e));
        }
    }

    @Override
    public void start(Receiver target) {
        // Not on this thread, which has the rest of the request to finish.
        input.start(target);
    }

    @Override
    public void onFillable() {
        if (!input.claim()) {
            return;
        }
        switch (services.threads()) {
            case ADAPTIVE, POOLED -> input.deliver();
            case IO -> input.deliverOnIoThread();
            case VIRTUAL -> input.dispatch();
        }
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
        leaveEndPoint();
    }

    /**
     * Jetty's selector keeps the last connection that something happened on until something happens again: by that one,
     * the application would stay in memory after it has been taken out of service.
     */
    private void leaveEndPoint() {
        EndPoint socket = getEndPoint();
        while (socket instanceof EndPoint.Wrapper wrapper) {
            socket = wrapper.unwrap();
        }
        socket.setConnection(null);
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        Pending write = new Pending(listener);
        IOException refusal = null;
        synchronized (lock) {
            if (outputEnded || closing) {
                refusal = input.refusal();
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
        endOutputIfDue();
        input.wake();
    }

    @Override
    public void abort() {
        end(new IOException("The connection was aborted"));
    }

    @Override
    public void execute(Runnable task) {
        workers().execute(task);
    }

    private Executor workers() {
        return services.threads() == EndpointThreads.VIRTUAL ? services.workers() : getExecutor();
    }

    private void endOutputIfDue() {
        synchronized (lock) {
            if (!closing || outputEnded || pending.get() != null) {
                return;
            }
            outputEnded = true;
            grace = connector.getScheduler().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
        // The peer sees FIN, or close_notify; a close with input still unread would reset the connection.
        getEndPoint().shutdownOutput();
    }

    private void end(IOException why) {
        input.end(why);
    }

    @Override
    public void finish(IOException cause) {
        loopInput.end();
        synchronized (lock) {
            outputEnded = true;
            if (grace != null) {
                grace.cancel();
            }
        }
        // Also fails the write in flight.
        getEndPoint().close(cause);
    }

    /** Delivers one buffer. */
    @Override
    public boolean fetch(Receiver receiver) throws IOException {
        ByteBuffer buffer = services.pool().acquire(readSize.bytes());
        try {
            // Jetty fills behind the limit.
            int filled = getEndPoint().fill(buffer.limit(0));
            if (filled < 0) {
                end(null);
            } else if (filled > 0 && !input.isDiscarding()) {
                receiver.received(buffer.array(), 0, buffer.limit());
            }
            // Of TLS there may be something decrypted already, of which the socket does not tell.
            return readSize.read(filled) || filled > 0 && !(getEndPoint() instanceof SelectableChannelEndPoint);
        } finally {
            services.pool().release(buffer);
        }
    }

    @Override
    public void awaitInput() {
        try {
            if (!(getEndPoint() instanceof SelectableChannelEndPoint plain && loopInput.await(plain.getChannel()))) {
                getEndPoint().fillInterested(inputCallback);
            }
        } catch (RuntimeException e) {
            end(new IOException("The connection failed", e));
        }
    }

    /** What Jetty calls when there is something to read. */
    private final class InputCallback implements Callback {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable failure) {
            onFillInterestedFailed(failure);
        }

        /** What does not block, Jetty runs on the selector's thread at once. */
        @Override
        public Invocable.InvocationType getInvocationType() {
            return services.threads() == EndpointThreads.POOLED || services.threads() == EndpointThreads.ADAPTIVE
                    ? Invocable.InvocationType.BLOCKING
                    : Invocable.InvocationType.NON_BLOCKING;
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
