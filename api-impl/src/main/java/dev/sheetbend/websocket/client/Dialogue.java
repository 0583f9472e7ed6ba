package dev.sheetbend.websocket.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A connection that is being made: its thread waits for the loop's word and does all the rest itself. Closed unless it is
 * {@link #release released} to a transport. Used by one thread.
 */
final class Dialogue implements EventLoop.Listener, AutoCloseable {
    private final SocketChannel channel;
    private final EventLoop.Registration registration;

    // Guarded by this.
    private int readyOperations;
    private IOException failure;

    private boolean released;

    private Dialogue(SocketChannel channel, EventLoop loop) throws IOException {
        this.channel = channel;
        this.registration = loop.register(channel, this);
    }

    /**
     * Connects to one address.
     *
     * @throws IOException when it cannot be reached, or not in time
     */
    static Dialogue connect(InetSocketAddress address, EventLoop loop, Deadline deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Dialogue dialogue = null;
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            dialogue = new Dialogue(channel, loop);
            boolean atOnce = channel.connect(address);
            if (!atOnce) {
                dialogue.await(SelectionKey.OP_CONNECT, deadline);
                channel.finishConnect();
            }
            connected = true;
            return dialogue;
        } finally {
            if (!connected && dialogue != null) {
                dialogue.close();
            } else if (!connected) {
                channel.close();
            }
        }
    }

    SocketChannel channel() {
        return channel;
    }

    @Override
    public synchronized void ready(int operations) {
        readyOperations |= operations;
        notifyAll();
    }

    @Override
    public synchronized void failed(IOException cause) {
        failure = cause;
        notifyAll();
    }

    /**
     * Waits until the channel is ready.
     *
     * @throws SocketTimeoutException when it is not in time
     * @throws InterruptedIOException when the thread was interrupted; it still is
     */
    void await(int operation, Deadline deadline) throws IOException {
        registration.want(operation);
        synchronized (this) {
            while ((readyOperations & operation) == 0 && failure == null) {
                deadline.await(this);
            }
            if (failure != null) {
                throw failure;
            }
            readyOperations &= ~operation;
        }
    }

    /** The connection is somebody else's from now on. */
    EventLoop.Registration release() {
        released = true;
        return registration;
    }

    @Override
    public void close() {
        if (!released) {
            registration.close();
        }
    }

    /**
     * A time limit.
     *
     * @param nanoTime a {@link System#nanoTime} value
     * @param message of the exception when it has passed
     */
    record Deadline(long nanoTime, String message) {
        static Deadline in(long millis, String message) {
            return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), message);
        }

        /** A share of what is left. */
        Deadline share(int of) {
            long now = System.nanoTime();
            return new Deadline(now + (nanoTime - now) / of, message);
        }

        /** Waits to be notified. The caller holds the monitor, and looks again. */
        @SuppressWarnings("WaitNotInLoop")
        void await(Object monitor) throws InterruptedIOException, SocketTimeoutException {
            long nanos = nanoTime - System.nanoTime();
            if (nanos <= 0) {
                throw new SocketTimeoutException(message);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(monitor, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                var interrupted = new InterruptedIOException("Interrupted while connecting to a WebSocket server.");
                interrupted.initCause(e);
                throw interrupted;
            }
        }
    }
}
