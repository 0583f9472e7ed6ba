package dev.sheetbend.websocket.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
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
     * @param channel a new one that fits the address; closed when this fails
     * @throws IOException when it cannot be reached, or not in time
     */
    static Dialogue connect(SocketChannel channel, SocketAddress address, EventLoop loop, Deadline deadline)
            throws IOException {
        Dialogue dialogue = null;
        boolean connected = false;
        try {
            channel.configureBlocking(false);
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
        // A peer that never lets a wait come up must not get more time than others.
        deadline.requireLeft();
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

    /** What to throw when the thread was interrupted; it is again. */
    static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var interrupted = new InterruptedIOException("Interrupted while connecting to a WebSocket server.");
        interrupted.initCause(cause);
        return interrupted;
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

        /** How much is left; not positive when it has passed. */
        long nanosLeft() {
            return nanoTime - System.nanoTime();
        }

        /** What to throw when it has passed. */
        SocketTimeoutException passed() {
            return new SocketTimeoutException(message);
        }

        void requireLeft() throws SocketTimeoutException {
            if (nanosLeft() <= 0) {
                throw passed();
            }
        }

        /** Waits to be notified. The caller holds the monitor, and looks again. */
        @SuppressWarnings("WaitNotInLoop")
        void await(Object monitor) throws InterruptedIOException, SocketTimeoutException {
            requireLeft();
            try {
                TimeUnit.NANOSECONDS.timedWait(monitor, Math.max(nanosLeft(), TimeUnit.MILLISECONDS.toNanos(1)));
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }
}
