package dev.sheetbend.websocket.servlet;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Knows whether a container callback of the connection is running, and lets it wait for the worker. It exists for Tomcat,
 * where a connection can only be closed while the container is in, or comes back from, one of its own callbacks: the
 * callback stays until the worker has handled what was read, and if that led to a close it is the callback that closes.
 * A write that waits for its own callback, or a handler that takes long, lets it go at once or after
 * {@link #LINGER_MILLIS}. Elsewhere callbacks never wait. Thread safe.
 */
final class CallbackGate {
    /** How long a callback waits for the worker at most, in milliseconds. */
    static final long LINGER_MILLIS = 5_000;

    private final boolean lingers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private int depth;
    private Runnable due;
    /** Who runs a task that is due at a callback outside of one, or null. */
    private Thread runner;

    CallbackGate(StreamHabits habits) {
        lingers = habits == StreamHabits.TOMCAT;
    }

    /** The lock of what the callbacks wait for; it is held for a few instructions only. */
    ReentrantLock lock() {
        return lock;
    }

    /** Wakes the waiting callback to look again; the caller need not hold the lock. */
    void changed() {
        if (!lingers) {
            return;
        }
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a callback of the container.
     *
     * @param busy whether it is worth waiting for the worker
     */
    void run(Runnable callback, BooleanSupplier busy) {
        if (!lingers) {
            callback.run();
            return;
        }
        enter();
        try {
            callback.run();
            linger(busy);
        } finally {
            leave();
        }
    }

    /**
     * Runs the task at the end of the current callback if there is one, else here and now. A callback that comes meanwhile
     * does not end before the task: the container looks after each whether the connection is closed, and half of a close is
     * none.
     */
    void atCallback(Runnable task) {
        lock.lock();
        try {
            if (depth > 0) {
                due = task;
                changed.signalAll();
                return;
            }
            runner = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            task.run();
        } finally {
            lock.lock();
            try {
                runner = null;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits until the condition holds, the connection is to be closed, or the time is over.
     *
     * @return whether the condition holds
     */
    boolean await(BooleanSupplier condition, long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (!condition.getAsBoolean() && due == null && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // The container wants its thread back.
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return condition.getAsBoolean();
    }

    private void enter() {
        lock.lock();
        try {
            depth++;
        } finally {
            lock.unlock();
        }
    }

    private void linger(BooleanSupplier busy) {
        lock.lock();
        try {
            // Tomcat reports errors from inside isReady(): only the outermost callback waits.
            if (depth > 1) {
                return;
            }
        } finally {
            lock.unlock();
        }
        await(() -> !busy.getAsBoolean(), LINGER_MILLIS);
    }

    private void awaitRunner() {
        long left = TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
        lock.lock();
        try {
            // A close that fails calls back on its own thread.
            while (runner != null && runner != Thread.currentThread() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // The container wants its thread back.
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        awaitRunner();
        Runnable task = null;
        lock.lock();
        try {
            depth--;
            if (depth == 0) {
                task = due;
                due = null;
            }
        } finally {
            lock.unlock();
        }
        if (task != null) {
            task.run();
        }
    }
}
