package dev.sheetbend.websocket.client;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells when channels are ready, with one daemon thread for all of them. The thread is there while there are channels and
 * a short while longer, and comes back when there is another. It reads and writes nothing itself. Thread safe.
 */
final class EventLoop {
    static final String THREAD_NAME = "sheetbend-client";

    /** How long the thread stays without a channel, in milliseconds. */
    private static final long LINGER_MILLIS = 1_000;

    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final Object lock = new Object();

    /** Guarded by lock; null while there is no thread. */
    private Selector current;

    /** The latest. A thread that is never started would hold the class loader of whoever makes it. */
    private volatile Optional<Thread> thread = Optional.empty();

    private volatile boolean stopping;

    /**
     * How many registrations are not closed. The selector's own set will not do: a key can leave it on the way into a
     * selection that then waits for ever.
     */
    private final AtomicInteger open = new AtomicInteger();

    /** Told what a channel is ready for. */
    interface Listener {
        /**
         * The channel is ready for what was wanted, which is wanted no more. On the loop's thread: must not block.
         *
         * @param operations of {@link SelectionKey}
         */
        void ready(int operations);

        /** The loop is broken, and the channel useless. On the loop's thread. */
        void failed(IOException cause);
    }

    /**
     * Takes on a channel, which must be in non-blocking mode; nothing is wanted of it yet.
     *
     * @throws IOException when the platform has no selector left, or the channel is closed
     */
    Registration register(SelectableChannel channel, Listener listener) throws IOException {
        synchronized (lock) {
            if (current == null) {
                current = started();
            }
            var registration = new Registration(current, channel, listener);
            registration.key = channel.register(current, 0, registration);
            open.incrementAndGet();
            return registration;
        }
    }

    /** From now on the thread ends with its last channel, without staying a while. */
    void stop() {
        stopping = true;
        synchronized (lock) {
            if (current != null) {
                current.wakeup();
            }
        }
    }

    /**
     * Waits for the thread to have ended.
     *
     * @param deadline until when, a {@link System#nanoTime} value
     */
    void awaitEnd(long deadline) throws InterruptedException {
        Optional<Thread> latest = thread;
        if (latest.isPresent()) {
            TimeUnit.NANOSECONDS.timedJoin(latest.get(), deadline - System.nanoTime());
        }
    }

    /** A selector with its thread, which inherits nothing from the one that connects. */
    private Selector started() throws IOException {
        Selector selector = Selector.open();
        boolean running = false;
        try {
            var latest = new Thread(null, () -> run(selector), THREAD_NAME, 0, false);
            latest.setDaemon(true);
            latest.setContextClassLoader(EventLoop.class.getClassLoader());
            latest.start();
            thread = Optional.of(latest);
            running = true;
            return selector;
        } finally {
            // The platform may have no thread left.
            if (!running) {
                selector.close();
            }
        }
    }

    private void run(Selector selector) {
        try {
            do {
                while (open.get() > 0) {
                    selector.select(EventLoop::dispatch);
                }
                linger(selector);
            } while (!endIfUnused(selector));
        } catch (IOException | RuntimeException | Error e) {
            fail(selector, new IOException("The event loop of the client failed", e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void linger(Selector selector) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
        long left = LINGER_MILLIS;
        while (open.get() == 0 && left > 0 && !stopping) {
            selector.select(EventLoop::dispatch, left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private boolean endIfUnused(Selector selector) throws IOException {
        synchronized (lock) {
            if (open.get() > 0) {
                return false;
            }
            current = null;
        }
        selector.close();
        return true;
    }

    private void fail(Selector selector, IOException cause) {
        List<SelectionKey> keys;
        synchronized (lock) {
            current = null;
            keys = List.copyOf(selector.keys());
        }
        for (SelectionKey key : keys) {
            ((Registration) key.attachment()).listener.failed(cause);
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The selector of the client could not be closed", e);
        }
    }

    private static void dispatch(SelectionKey key) {
        var registration = (Registration) key.attachment();
        try {
            int ready = key.readyOps();
            key.interestOpsAnd(~ready);
            registration.listener.ready(ready);
        } catch (CancelledKeyException e) {
            // Whoever closed the channel has told its listener.
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A client connection failed", e);
            registration.listener.failed(new IOException("The connection failed", e));
        }
    }

    /** One channel with the loop. Thread safe. */
    final class Registration {
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Selector selector;
        private final SelectableChannel channel;
        private SelectionKey key;
        private volatile Listener listener;

        Registration(Selector selector, SelectableChannel channel, Listener listener) {
            this.selector = selector;
            this.channel = channel;
            this.listener = listener;
        }

        /** Changes who is told; nothing may be wanted at the time. */
        void listener(Listener next) {
            listener = next;
        }

        /** Wants to be told once when the channel is ready for these operations. */
        void want(int operations) {
            try {
                key.interestOpsOr(operations);
                selector.wakeup();
            } catch (CancelledKeyException e) {
                // Whoever closed the channel has told its listener.
            }
        }

        /** Closes the channel, and has the loop forget it. */
        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A client connection could not be closed in order", e);
            }
            if (closed.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
            // The socket itself is freed by the loop.
            selector.wakeup();
        }
    }
}
