package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.buffer.BufferPool;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The read side of a {@link StandardTransport}: reads what there is into pooled buffers and stops when the worker has
 * enough. One thread reads at a time: the container's, in a callback or (Undertow) asked by the worker that has made room;
 * or that worker itself where the container allows it. Who it is stands in {@link #turn}.
 */
final class StandardInput implements ReadListener {
    /** How long a callback of Tomcat waits for room before it looks whether the connection has ended, in milliseconds. */
    private static final long ROOM_MILLIS = 1_000;

    /** The longest that it waits while a write waits for its own callback, in milliseconds. */
    private static final long MOST_ROOM_MILLIS = 50;

    private enum Turn {
        /** The container calls back when there is something to read. */
        CONTAINER,
        /** A callback is reading. */
        CALLBACK,
        /** There is something to read, and the container will not call back for it. */
        PAUSED,
        /** There is room again, and the thread of the callbacks has been asked to read. */
        ASKED,
        /** The worker is reading. */
        WORKER,
        /** The worker is reading, and the container has called back meanwhile. */
        WORKER_AND_CALLED
    }

    private final StandardTransport transport;
    private final ServletInputStream in;
    private final StreamHabits habits;
    private final CallbackGate gate;
    private final Delivery delivery;
    private final BufferPool pool;
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.CONTAINER);

    /** Callbacks on Tomcat that found no room while a write waited; touched under the socket's lock only. */
    private int fullRounds;

    StandardInput(
            StandardTransport transport,
            ServletInputStream in,
            StreamHabits habits,
            CallbackGate gate,
            Delivery delivery,
            BufferPool pool) {
        this.transport = transport;
        this.in = in;
        this.habits = habits;
        this.gate = gate;
        this.delivery = delivery;
        this.pool = pool;
    }

    @Override
    public void onDataAvailable() {
        if (habits == StreamHabits.TOMCAT) {
            gate.run(this::readInCallback, transport::worthLingering);
        } else {
            takeTurn();
        }
    }

    @Override
    public void onAllDataRead() {
        gate.run(() -> transport.end(null), transport::worthLingering);
    }

    @Override
    public void onError(Throwable failure) {
        gate.run(() -> transport.end(causeOf(failure)), transport::worthLingering);
    }

    /** Reads on where {@link Turn#PAUSED} stopped, if there is room now. Never blocks. */
    void readOn() {
        if (turn.get() != Turn.PAUSED) {
            return;
        }
        if (habits == StreamHabits.UNDERTOW) {
            if (delivery.hasMuchRoom() && turn.compareAndSet(Turn.PAUSED, Turn.ASKED)) {
                transport.executeAtHome(this::readAsAsked);
            }
        } else if (delivery.hasRoom() && turn.compareAndSet(Turn.PAUSED, Turn.WORKER)) {
            readAsWorker();
        }
    }

    /** What the end of a connection means: an end of input in order is none, as Tomcat reports it by an exception. */
    static IOException causeOf(Throwable failure) {
        if (failure instanceof EOFException) {
            return null;
        }
        return failure instanceof IOException io ? io : new IOException("The connection failed", failure);
    }

    /**
     * Reads what there is, in any callback of Tomcat. When there is no room it stays, because Tomcat has already taken
     * bytes off the socket and would not call again for those; only a write that waits for its own callback makes
     * it leave, and that callback reads the rest.
     */
    private void readInCallback() {
        try {
            while (delivery.hasRoom() || awaitRoom()) {
                if (!in.isReady() || !readOnce()) {
                    return;
                }
                fullRounds = 0;
            }
        } catch (IOException | RuntimeException e) {
            transport.end(causeOf(e));
        }
    }

    /**
     * Waits for room, with the socket's lock held because Tomcat holds it around callbacks. While a write waits Tomcat may
     * come back at once, often before the thread that wants the lock for the write callback has woken up. So most
     * rounds leave at once to let that thread in, and only every fourth waits, longer and longer while the write makes no
     * progress.
     */
    private boolean awaitRoom() {
        while (!transport.writeWaits()) {
            if (gate.await(() -> delivery.hasRoom() || transport.writeWaits(), ROOM_MILLIS) && delivery.hasRoom()) {
                return true;
            }
            if (transport.hasEnded() || Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        int round = fullRounds++;
        if (round % 4 != 0) {
            return false;
        }
        return gate.await(delivery::hasRoom, Math.min(1L << Math.min(round / 4, 6), MOST_ROOM_MILLIS));
    }

    /** In a write callback: the next write may soon want its own, and there may be bytes that a read callback left. */
    void writePossible() {
        if (habits == StreamHabits.TOMCAT) {
            fullRounds = 0;
            readInCallback();
        }
    }

    private void takeTurn() {
        while (true) {
            Turn now = turn.get();
            switch (now) {
                case CONTAINER, PAUSED, ASKED -> {
                    if (turn.compareAndSet(now, Turn.CALLBACK)) {
                        readAsCallback();
                        return;
                    }
                }
                case WORKER -> {
                    if (turn.compareAndSet(now, Turn.WORKER_AND_CALLED)) {
                        return;
                    }
                }
                case CALLBACK, WORKER_AND_CALLED -> {
                    return;
                }
            }
        }
    }

    private void readAsCallback() {
        try {
            while (isStillReady()) {
                if (!delivery.hasRoom()) {
                    turn.set(Turn.PAUSED);
                    // The worker may have made room after the last look and before it could see the pause.
                    readOn();
                    return;
                }
                if (!readOnce()) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            transport.end(causeOf(e));
        }
        turn.set(Turn.CONTAINER);
    }

    /** As a callback would, on the thread of the callbacks. */
    private void readAsAsked() {
        if (turn.compareAndSet(Turn.ASKED, Turn.CALLBACK)) {
            readAsCallback();
        }
    }

    private void readAsWorker() {
        try {
            boolean more = true;
            while (true) {
                while (more && delivery.hasRoom()) {
                    more = readOnce() && isStillReady();
                }
                if (more) {
                    turn.set(Turn.PAUSED);
                    if (!delivery.hasRoom() || !turn.compareAndSet(Turn.PAUSED, Turn.WORKER)) {
                        return;
                    }
                } else if (turn.compareAndSet(Turn.WORKER, Turn.CONTAINER)) {
                    return;
                } else {
                    // The container has called back meanwhile, and that call will not come again.
                    turn.set(Turn.WORKER);
                    more = in.isReady();
                }
            }
        } catch (IOException | RuntimeException e) {
            turn.set(Turn.CONTAINER);
            transport.end(causeOf(e));
        }
    }

    /** Whether there is more; the end of the input may show here and not in a callback. */
    private boolean isStillReady() {
        if (in.isReady()) {
            return true;
        }
        if (in.isFinished()) {
            transport.end(null);
        }
        return false;
    }

    /** Reads one buffer; false at the end of the input. */
    private boolean readOnce() throws IOException {
        ByteBuffer buffer = pool.acquire(BufferPool.READ_SIZE);
        int count = -1;
        try {
            count = in.read(buffer.array(), 0, BufferPool.READ_SIZE);
        } finally {
            if (count <= 0) {
                pool.release(buffer);
            }
        }
        if (count < 0) {
            transport.end(null);
            return false;
        }
        if (count > 0) {
            delivery.offer(buffer.limit(count));
        }
        return true;
    }
}
