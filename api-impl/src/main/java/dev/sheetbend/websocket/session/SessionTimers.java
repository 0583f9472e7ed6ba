package dev.sheetbend.websocket.session;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The time limits of one session: idle, stalled writes, closing handshake. Each has at most one task with the timer,
 * made when it is needed. Thread safe.
 */
final class SessionTimers {
    private final ScheduledExecutorService timer;
    private final long closeTimeoutMillis;
    private final SessionConnection connection;

    /** A {@link System#nanoTime} value. */
    private volatile long lastActivity = System.nanoTime();

    private volatile long idleTimeoutMillis;

    // Guarded by this.
    private Future<?> idleTask;
    private Future<?> writeTask;
    private int writeTaskNumber;
    /** A {@link System#nanoTime} value. */
    private long writeTaskDue;

    private Future<?> closeTask;
    private boolean closing;
    private boolean stopped;

    SessionTimers(ScheduledExecutorService timer, long closeTimeoutMillis, SessionConnection connection) {
        this.timer = timer;
        this.closeTimeoutMillis = closeTimeoutMillis;
        this.connection = connection;
    }

    /** Something was sent or received. */
    void active() {
        if (idleTimeoutMillis > 0) {
            lastActivity = System.nanoTime();
        }
    }

    long idleTimeoutMillis() {
        return idleTimeoutMillis;
    }

    /** 0 or less: none. */
    synchronized void idleTimeout(long millis) {
        idleTimeoutMillis = millis;
        lastActivity = System.nanoTime();
        cancel(idleTask);
        idleTask = millis > 0 && !closing ? schedule(this::checkIdle, TimeUnit.MILLISECONDS.toNanos(millis)) : null;
    }

    private void checkIdle() {
        long millis = idleTimeoutMillis;
        if (millis <= 0) {
            return;
        }
        long remaining = TimeUnit.MILLISECONDS.toNanos(millis) - (System.nanoTime() - lastActivity);
        if (remaining <= 0) {
            connection.idleTimeoutPassed(millis);
            return;
        }
        synchronized (this) {
            if (idleTimeoutMillis > 0 && !closing) {
                // The limit may have been set anew meanwhile, with a task of its own.
                cancel(idleTask);
                idleTask = schedule(this::checkIdle, remaining);
            }
        }
    }

    /** A write is pending: sees to it that it makes progress. */
    synchronized void watchWrites() {
        if (writeTask == null) {
            long nanos = connection.queue().nanosToStall();
            if (nanos != Long.MAX_VALUE) {
                watchWrites(nanos);
            }
        }
    }

    /** Looks after what is to be sent in so many nanoseconds, or sooner. */
    synchronized void watchWrites(long nanos) {
        long due = System.nanoTime() + nanos;
        if (writeTask == null || due - writeTaskDue < 0) {
            cancel(writeTask);
            int number = ++writeTaskNumber;
            writeTaskDue = due;
            writeTask = schedule(() -> checkWrites(number), Math.max(nanos, 0));
        }
    }

    private void checkWrites(int number) {
        synchronized (this) {
            if (number == writeTaskNumber) {
                writeTask = null;
            }
        }
        if (connection.queue().nanosToStall() <= 0) {
            connection.writeFailed(connection.queue().stalled());
        } else {
            watchWrites();
        }
    }

    /** The closing handshake has begun; from now on only it is timed. */
    synchronized void startClose() {
        closing = true;
        cancel(idleTask);
        if (closeTask == null) {
            closeTask = schedule(connection::closeTimeoutPassed, TimeUnit.MILLISECONDS.toNanos(closeTimeoutMillis));
        }
    }

    /** The connection has ended. */
    synchronized void stop() {
        stopped = true;
        cancel(idleTask);
        cancel(writeTask);
        cancel(closeTask);
    }

    private static void cancel(Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private Future<?> schedule(Runnable task, long nanos) {
        if (stopped) {
            return null;
        }
        try {
            return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The container has stopped, and with it every session.
            return null;
        }
    }
}
