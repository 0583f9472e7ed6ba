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
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * A connection of Undertow that has left HTTP behind. Without TLS a read loop delivers, and Undertow's I/O thread knows the
 * connection for writing only. Otherwise that thread, which serves many connections, reads one buffer and hands it to a
 * worker, which delivers it. Only when more comes before the worker is through does the I/O thread stop
 * looking at the connection; then the worker reads on itself until nothing is left, and has the I/O thread look again. So
 * a message that comes alone costs one hand-over and no switch. While nobody asks for more, no buffer is held.
 */
final class UndertowTransport implements Transport, InputDelivery.Source, ChannelListener<Channel> {
    private static final AtomicIntegerFieldUpdater<UndertowTransport> PAUSED =
            AtomicIntegerFieldUpdater.newUpdater(UndertowTransport.class, "paused");

    private final UndertowSocket socket;
    private final TransportServices services;
    private final UndertowOutput output;
    private final Executor deliverers;
    private final InputDelivery input = InputDelivery.of(this);
    private final LoopInput loopInput;
    /** What a read loop may watch, or null when it cannot be had. */
    private final SelectableChannel channel;

    // The delivering thread's.
    private int readSize = ReadSize.FIRST;
    private boolean onLoop;

    /**
     * 1 when the I/O thread has stopped looking for input, else 0. It sets this, and the worker that waits for more resets
     * it.
     */
    private volatile int paused = 1;

    // The delivering thread's, and before that the I/O thread's that has claimed the delivery for it.

    /** What the I/O thread has read, or null. */
    private ByteBuffer ahead;

    /**
     * @param crew runs what delivers input
     */
    UndertowTransport(StreamConnection connection, TransportServices services, Executor crew) {
        this.services = services;
        this.deliverers = services.threads() == EndpointThreads.VIRTUAL ? services.workers() : crew;
        loopInput = services.loopInput(input);
        socket = new UndertowSocket(connection);
        channel = socket.channel().orElse(null);
        output = new UndertowOutput(this, socket);
    }

    @Override
    public void start(Receiver target) {
        try {
            socket.begin(this);
        } catch (IOException | RuntimeException e) {
            end(ioException(e));
        }
        // Not on this thread, which may have the rest of the request to finish.
        if (channel == null || !loopInput.start(channel, target)) {
            input.start(target);
        }
    }

    /** What Undertow's I/O thread tells. */
    @Override
    public void handleEvent(Channel told) {
        if (told instanceof StreamSourceChannel) {
            readable();
        } else if (told instanceof StreamSinkChannel) {
            output.writable();
        } else if (input.isDiscarding() && !socket.isSecure()) {
            // As a rule what the delivering thread has just read: the peer's end.
            end(null);
        } else {
            // Undertow closes from inside of its TLS layer, with the locks of that.
            socket.onIoThread(this::closed);
        }
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
        paused = 1;
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

    ScheduledExecutorService timer() {
        return services.timer();
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

    // What InputDelivery drives.

    @Override
    public void executeDelivery(Runnable delivery) {
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
            buffer = services.pool().acquire(readSize);
            count = readInto(buffer);
        }
        try {
            if (count > 0) {
                readSize = ReadSize.next(readSize, count);
            }
            if (count > 0 && !input.isDiscarding()) {
                receiver.received(buffer.array(), 0, count);
            }
            if (count < 0) {
                end(null);
            }
            // Without a pause somebody tells of what comes next.
            return count > 0 && (!onLoop && paused != 0 || !buffer.hasRemaining());
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
        if (channel != null && loopInput.await(channel)) {
            onLoop = true;
            return;
        }
        onLoop = false;
        if (paused != 0 && PAUSED.compareAndSet(this, 1, 0)) {
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
        socket.close();
        output.fail(cause != null ? cause : new IOException("The connection has ended"));
    }
}
