package dev.sheetbend.websocket.servlet.undertow;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.servlet.TransportServices;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.InputDelivery;
import dev.sheetbend.websocket.session.LoopInput;
import dev.sheetbend.websocket.session.ReadSize;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.StreamConnection;

/**
 * A connection of Undertow that has left HTTP behind. Without TLS a read loop delivers, and Undertow's I/O thread knows the
 * connection for writing only. Otherwise that thread, which serves many connections, reads one buffer and hands it to a
 * worker, which delivers it. Only when more comes before the worker is through does the I/O thread stop
 * looking at the connection; then the worker reads on itself until nothing is left, and has the I/O thread look again. So
 * a message that comes alone costs one hand-over and no switch. While nobody asks for more, no buffer is held.
 */
final class UndertowTransport implements Transport {
    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    private final UndertowSocket socket;
    private final TransportServices services;
    private final UndertowOutput output;
    private final Executor deliverers;
    private final InputDelivery input = InputDelivery.of(new Source());
    private final LoopInput loopInput;
    private final Optional<SelectableChannel> channel;

    // The delivering thread's.
    private final ReadSize readSize = new ReadSize();
    private boolean onLoop;

    /** Whether the I/O thread has stopped looking for input. It sets this, and the worker that waits for more resets it. */
    private final AtomicBoolean paused = new AtomicBoolean(true);

    // The delivering thread's, and before that the I/O thread's that has claimed the delivery for it.

    /** What the I/O thread has read, or null. */
    private ByteBuffer ahead;

    private volatile Future<?> grace;

    /**
     * @param crew runs what delivers input
     */
    UndertowTransport(StreamConnection connection, TransportServices services, Executor crew) {
        this.services = services;
        this.deliverers = services.threads() == EndpointThreads.VIRTUAL ? services.workers() : crew;
        loopInput = services.loopInput(input);
        socket = new UndertowSocket(connection);
        channel = socket.channel();
        output = new UndertowOutput(this, socket);
    }

    @Override
    public void start(Receiver target) {
        try {
            socket.begin(this::readable, output::writable, this::closed);
        } catch (IOException | RuntimeException e) {
            end(ioException(e));
        }
        // Not on this thread, which may have the rest of the request to finish.
        input.start(target);
    }

    /** There is something to read, or the peer has gone; on the I/O thread. */
    private void readable() {
        if (input.claim()) {
            readAhead();
            return;
        }
        pause();
        if (input.claim()) {
            // The worker has gone to wait in between, perhaps without seeing the pause.
            deliver();
        }
    }

    private void pause() {
        socket.suspendReads();
        paused.set(true);
    }

    private void readAhead() {
        ByteBuffer buffer = services.pool().acquire(BufferPool.READ_SIZE);
        int count;
        try {
            count = socket.readInCall(buffer);
        } catch (IOException | RuntimeException e) {
            services.pool().release(buffer);
            end(ioException(e));
            deliver();
            return;
        }
        if (count > 0) {
            if (!buffer.hasRemaining()) {
                // There is more.
                pause();
            }
            ahead = buffer;
            deliver();
            return;
        }
        services.pool().release(buffer);
        if (count < 0) {
            end(null);
            deliver();
        } else {
            // A TLS record has not arrived whole.
            input.unclaim();
        }
    }

    /** Says who runs the endpoint after input: a worker, unless the endpoint never blocks, since the I/O thread must not. */
    private void deliver() {
        if (services.threads() == EndpointThreads.IO && ahead != null) {
            input.deliverOnIoThread();
        } else {
            input.dispatch();
        }
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
        services.workers().execute(task);
    }

    /** The output ends now; called once. */
    void outputEnds() {
        try {
            grace = services.timer().schedule(() -> end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Nobody else would end the wait for the peer.
            socket.onIoThread(() -> end(null));
        }
    }

    /** Somebody has closed the connection. */
    private void closed() {
        end(input.isDiscarding() ? null : new IOException("The servlet container ended the connection"));
    }

    void end(IOException why) {
        input.end(why);
    }

    static IOException ioException(Exception e) {
        return e instanceof IOException io ? io : new IOException("The connection failed", e);
    }

    /** What {@link InputDelivery} drives. */
    private final class Source implements InputDelivery.Source {
        @Override
        public void execute(Runnable delivery) {
            deliverers.execute(delivery);
        }

        /** Delivers one buffer. */
        @Override
        public boolean fetch(Receiver receiver) throws IOException {
            ByteBuffer buffer = ahead;
            ahead = null;
            int count;
            if (buffer != null) {
                count = buffer.position();
            } else {
                buffer = services.pool().acquire(readSize.bytes());
                count = readInto(buffer);
            }
            try {
                if (count > 0) {
                    readSize.read(count);
                }
                if (count > 0 && !input.isDiscarding()) {
                    receiver.received(buffer.array(), 0, count);
                }
                if (count < 0) {
                    end(null);
                }
                // Without a pause somebody tells of what comes next.
                return count > 0 && (!onLoop && paused.get() || !buffer.hasRemaining());
            } finally {
                services.pool().release(buffer);
            }
        }

        private int readInto(ByteBuffer buffer) throws IOException {
            boolean read = false;
            try {
                int count = socket.read(buffer);
                read = true;
                return count;
            } finally {
                if (!read) {
                    services.pool().release(buffer);
                }
            }
        }

        @Override
        public void awaitInput() {
            if (channel.isPresent() && loopInput.await(channel.get())) {
                onLoop = true;
                return;
            }
            onLoop = false;
            if (paused.get() && paused.compareAndSet(true, false)) {
                try {
                    socket.resumeReads();
                } catch (RejectedExecutionException e) {
                    end(new IOException("The servlet container has stopped", e));
                }
            }
        }

        @Override
        public void fetched() {
            ByteBuffer left = ahead;
            ahead = null;
            if (left != null) {
                services.pool().release(left);
            }
        }

        @Override
        public void finish(IOException cause) {
            loopInput.end();
            Future<?> timer = grace;
            if (timer != null) {
                timer.cancel(false);
            }
            socket.close();
            output.fail(cause != null ? cause : new IOException("The connection has ended"));
        }
    }
}
