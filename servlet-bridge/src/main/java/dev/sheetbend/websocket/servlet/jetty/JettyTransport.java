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
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection of Jetty that has left HTTP behind. What the peer sends is delivered on the thread that Jetty calls with:
 * one that may block, or for endpoints that never do, that of the selector. While nobody asks for more, nothing is read and no buffer is held. Jetty's idle timeout is turned off,
 * the session has its own.
 */
final class JettyTransport extends AbstractConnection
        implements Connection.UpgradeTo, Transport, InputDelivery.Source, Callback {
    private final Connector connector;
    private final TransportServices services;
    /** Until the session is there; then null. */
    private Acceptor acceptor;

    private final InputDelivery input = InputDelivery.of(this);
    private final LoopInput loopInput;
    private final JettyOutput output = new JettyOutput(this);

    /** The delivering thread's. */
    private int readSize = ReadSize.FIRST;

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
        if (!(getEndPoint() instanceof SelectableChannelEndPoint plain
                && loopInput.start(plain.getChannel(), target))) {
            input.start(target);
        }
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
        if (output.close()) {
            input.discard();
            output.endIfDue();
            input.wake();
        }
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

    Scheduler scheduler() {
        return connector.getScheduler();
    }

    /** Why nothing can be written any more. */
    IOException refusal() {
        return input.refusal();
    }

    void end(IOException why) {
        input.end(why);
    }

    @Override
    public void finish(IOException cause) {
        loopInput.end();
        output.finish();
        // Also fails the write in flight.
        getEndPoint().close(cause);
    }

    /** Delivers one buffer. */
    @Override
    public boolean fetch(Receiver receiver) throws IOException {
        ByteBuffer buffer = services.pool().acquire(readSize);
        try {
            // Jetty fills behind the limit.
            int filled = getEndPoint().fill(buffer.limit(0));
            if (filled < 0) {
                end(null);
            } else if (filled > 0 && !input.isDiscarding()) {
                receiver.received(buffer.array(), 0, buffer.limit());
            }
            int size = readSize;
            readSize = ReadSize.next(size, filled);
            // Of TLS there may be something decrypted already, of which the socket does not tell.
            return filled >= size || filled > 0 && !(getEndPoint() instanceof SelectableChannelEndPoint);
        } finally {
            services.pool().release(buffer);
        }
    }

    @Override
    public void awaitInput() {
        try {
            if (!(getEndPoint() instanceof SelectableChannelEndPoint plain && loopInput.await(plain.getChannel()))) {
                getEndPoint().fillInterested(this);
            }
        } catch (RuntimeException e) {
            end(new IOException("The connection failed", e));
        }
    }

    // What Jetty calls when there is something to read.

    @Override
    public void succeeded() {
        onFillable();
    }

    @Override
    public void failed(Throwable failure) {
        onFillInterestedFailed(failure);
    }

    /** What does not block, Jetty runs on the selector's thread at once. This is the callback's; the connection's own is old. */
    @Override
    @SuppressWarnings("deprecation")
    public InvocationType getInvocationType() {
        return services.threads() == EndpointThreads.POOLED || services.threads() == EndpointThreads.ADAPTIVE
                ? InvocationType.BLOCKING
                : InvocationType.NON_BLOCKING;
    }
}
