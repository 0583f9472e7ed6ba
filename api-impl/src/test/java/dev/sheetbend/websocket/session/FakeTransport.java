package dev.sheetbend.websocket.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** A byte pipe in memory: a test plays the peer, and decides when writes complete. */
final class FakeTransport implements Transport {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Object deliveryPermit = new Object();

    // Guarded by this.
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int writes;
    private byte[] lastArray = {};
    private boolean holdsWrites;
    private WriteListener held;
    private boolean closed;
    private boolean aborted;
    private boolean suspended;
    private RuntimeException defect;
    private boolean rejectsTasks;
    private boolean delaysTasks;
    private final List<Runnable> delayed = new ArrayList<>();

    private Runnable beforeOpening = () -> {};
    private Receiver receiver;
    private boolean ended;

    @Override
    public void start(Receiver theReceiver) {
        receiver = theReceiver;
        beforeOpening.run();
        synchronized (deliveryPermit) {
            receiver.opened();
        }
    }

    /** Happens between the session's being made and its being opened. */
    void beforeOpening(Runnable event) {
        beforeOpening = event;
    }

    /** Plays the peer's bytes on the calling thread. */
    void deliver(byte[] bytes) {
        synchronized (deliveryPermit) {
            if (!ended) {
                receiver.received(bytes, 0, bytes.length);
            }
        }
    }

    /** Plays the end of the connection. */
    void end(IOException cause) {
        synchronized (deliveryPermit) {
            if (!ended) {
                ended = true;
                receiver.ended(cause);
            }
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        boolean fails;
        synchronized (this) {
            if (defect != null) {
                throw defect;
            }
            if (held != null) {
                throw new IllegalStateException("The write before has not completed.");
            }
            writes++;
            for (int i = 0; i < count; i++) {
                ByteBuffer buffer = buffers[i];
                lastArray = buffer.array();
                written.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            }
            if (holdsWrites && !aborted) {
                held = listener;
                notifyAll();
                return;
            }
            fails = aborted;
        }
        if (fails) {
            listener.writeFailed(new IOException("Broken."));
        } else {
            listener.writeCompleted();
        }
    }

    /** From now on a write throws, against all agreements. */
    synchronized void throwInWrites(RuntimeException theDefect) {
        defect = theDefect;
    }

    /** From now on no task is run, as when the container has stopped. */
    synchronized void rejectTasks() {
        rejectsTasks = true;
    }

    /** From now on no task is begun, as when all workers are busy. */
    synchronized void delayTasks() {
        delaysTasks = true;
    }

    /** Begins what was delayed. */
    synchronized void resumeTasks() {
        delaysTasks = false;
        delayed.forEach(executor::execute);
        delayed.clear();
    }

    /** From now on a write completes when {@link #completeWrite} says so. */
    synchronized void holdWrites() {
        holdsWrites = true;
    }

    /** Completes the write that is held, and from now on every write at once. */
    void releaseWrites() {
        synchronized (this) {
            holdsWrites = false;
        }
        completeWrite();
    }

    /** Completes the write that is held, if there is one. */
    void completeWrite() {
        WriteListener listener;
        synchronized (this) {
            listener = held;
            held = null;
        }
        if (listener != null) {
            listener.writeCompleted();
        }
    }

    synchronized boolean isWriteHeld() {
        return held != null;
    }

    synchronized byte[] written() {
        return written.toByteArray();
    }

    synchronized int writes() {
        return writes;
    }

    /** The one that the last buffer of the last write stood on. */
    synchronized byte[] lastArray() {
        return lastArray;
    }

    @Override
    public synchronized void suspend() {
        suspended = true;
    }

    @Override
    public synchronized void resume() {
        suspended = false;
    }

    synchronized boolean isSuspended() {
        return suspended;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        executor.execute(() -> end(null));
    }

    @Override
    public void abort() {
        WriteListener listener;
        synchronized (this) {
            if (aborted) {
                return;
            }
            aborted = true;
            listener = held;
            held = null;
        }
        if (listener != null) {
            listener.writeFailed(new IOException("Aborted."));
        }
        executor.execute(() -> end(new IOException("Aborted.")));
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized boolean isAborted() {
        return aborted;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (rejectsTasks) {
                throw new RejectedExecutionException("Stopped.");
            }
            if (delaysTasks) {
                delayed.add(task);
                return;
            }
        }
        executor.execute(task);
    }

    void shutDown() {
        executor.shutdownNow();
    }
}
