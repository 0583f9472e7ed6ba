package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.session.Transport.Receiver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives a connection's receiver what the read callbacks have read, in order and on a worker, one call at a time: opened,
 * then the bytes, then the end. The backlog is at most {@link #MOST_BUFFERS} buffers. Thread safe.
 */
final class Delivery implements Runnable {
    /** How many read buffers may wait for the worker. */
    static final int MOST_BUFFERS = 4;

    private enum Step {
        OPEN,
        BYTES,
        END,
        NOTHING
    }

    private final TransportServices services;
    private final CallbackGate gate;
    private final ReentrantLock lock;
    private final StandardTransport transport;

    // Guarded by lock.
    private final ArrayDeque<ByteBuffer> backlog = new ArrayDeque<>(MOST_BUFFERS);
    private Receiver receiver;
    private boolean openDue;
    private boolean suspended;
    private boolean discarding;
    private boolean endDue;
    private boolean ended;
    private IOException cause;
    private boolean running;

    Delivery(TransportServices services, CallbackGate gate, StandardTransport transport) {
        this.services = services;
        this.gate = gate;
        this.lock = gate.lock();
        this.transport = transport;
    }

    void start(Receiver target) {
        change(() -> {
            receiver = target;
            openDue = true;
        });
    }

    /** Takes over a buffer with bytes between its start and its limit. */
    void offer(ByteBuffer filled) {
        change(() -> {
            if (discarding || ended || endDue) {
                services.pool().release(filled);
            } else {
                backlog.addLast(filled);
            }
        });
    }

    /** Whether a reader may go on: there is room, or what is read will be thrown away. */
    boolean hasRoom() {
        lock.lock();
        try {
            return discarding || endDue || ended || !suspended && backlog.size() < MOST_BUFFERS;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #hasRoom}, for a reader that is worth calling only for more than one buffer. */
    boolean hasMuchRoom() {
        lock.lock();
        try {
            return discarding || endDue || ended || !suspended && backlog.size() <= MOST_BUFFERS / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the worker has something to do. */
    boolean busy() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    void suspend() {
        change(() -> suspended = true);
    }

    void resume() {
        change(() -> suspended = false);
    }

    /** From now on bytes are thrown away. */
    void discard() {
        change(() -> {
            discarding = true;
            dropBacklog();
        });
    }

    /** The last thing to deliver, after what is waiting. When the connection broke, what is waiting is dropped. */
    void end(IOException why) {
        change(() -> {
            if (endDue || ended) {
                return;
            }
            endDue = true;
            cause = why;
            if (why != null || receiver == null) {
                dropBacklog();
            }
        });
    }

    @Override
    public void run() {
        while (true) {
            transport.readOn();
            Step step;
            ByteBuffer bytes = null;
            lock.lock();
            try {
                step = next();
                switch (step) {
                    case OPEN -> openDue = false;
                    case BYTES -> bytes = backlog.pollFirst();
                    case END -> {
                        endDue = false;
                        ended = true;
                    }
                    case NOTHING -> running = false;
                }
            } finally {
                lock.unlock();
            }
            gate.changed();
            if (step == Step.NOTHING) {
                return;
            }
            deliver(step, bytes);
        }
    }

    private void deliver(Step step, ByteBuffer bytes) {
        try {
            switch (step) {
                case OPEN -> receiver.opened();
                case BYTES -> receiver.received(bytes.array(), 0, bytes.limit());
                default -> receiver.ended(cause);
            }
        } catch (RuntimeException | Error e) {
            transport.end(new IOException("The receiver failed", e));
            if (e instanceof Error) {
                restart();
                throw e;
            }
        } finally {
            if (bytes != null) {
                services.pool().release(bytes);
            }
        }
    }

    /** The caller holds the lock. */
    private Step next() {
        if (receiver == null || ended) {
            return Step.NOTHING;
        }
        if (openDue) {
            return Step.OPEN;
        }
        if (backlog.isEmpty()) {
            return endDue ? Step.END : Step.NOTHING;
        }
        return suspended ? Step.NOTHING : Step.BYTES;
    }

    private void change(Runnable change) {
        boolean wake;
        lock.lock();
        try {
            change.run();
            wake = !running && next() != Step.NOTHING;
            running |= wake;
        } finally {
            lock.unlock();
        }
        if (wake) {
            restart();
        }
    }

    private void restart() {
        try {
            services.workers().execute(this);
        } catch (RejectedExecutionException e) {
            // The container of the sessions has stopped: the end is all that can still be delivered, so do it here.
            transport.end(new IOException("The WebSocket container has stopped", e));
            run();
        }
    }

    /** The caller holds the lock. */
    private void dropBacklog() {
        ByteBuffer dropped;
        while ((dropped = backlog.pollFirst()) != null) {
            services.pool().release(dropped);
        }
    }
}
