package dev.sheetbend.websocket.session;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The time limits of one session: idle, stalled writes, closing handshake. Each has at most one task with the timer,
 * made when it is needed. Thread safe. Below the connection and not beside it, since there is one of these for each.
 */
abstract class SessionTimers {
    private final SessionRuntime runtime;
    private final SessionSettings settings;

    /** A {@link System#nanoTime} value. */
    private volatile long lastActivity = System.nanoTime();

    private volatile long idleTimeoutMillis;

    // Guarded by this.
    /** For the idle time; when the closing handshake has begun, for that. */
    private Future<?> task;
    /** Null until a write has been pending. */
    private WriteWatch writeWatch;

    private boolean closing;
    private boolean stopped;

    /** Looks after what is to be sent. Guarded by the timers. */
    private static final class WriteWatch {
        private Future<?> task;
        private int number;
        /** A {@link System#nanoTime} value. */
        private long due;
    }

    SessionTimers(SessionRuntime runtime, SessionSettings settings) {
        this.runtime = runtime;
        this.settings = settings;
    }

    /** Nothing came for too long. On the timer's thread, as the next ones. */
    abstract void idleTimeoutPassed(long millis);

    /** The closing handshake took too long. */
    abstract void closeTimeoutPassed();

    /** As {@link SendQueue#nanosToStall}. */
    abstract long nanosToStall();

    /** {@link #nanosToStall} has come to its end. */
    abstract void writesStalled();

    final SessionRuntime runtime() {
        return runtime;
    }

    final SessionSettings settings() {
        return settings;
    }

    /** Something was sent or received. */
    final void active() {
        if (idleTimeoutMillis > 0) {
            lastActivity = System.nanoTime();
        }
    }

    final long idleTimeoutMillis() {
        return idleTimeoutMillis;
    }

    /** 0 or less: none. */
    final synchronized void idleTimeout(long millis) {
        idleTimeoutMillis = millis;
        lastActivity = System.nanoTime();
        if (!closing) {
            cancel(task);
            task = millis > 0 ? schedule(this::checkIdle, TimeUnit.MILLISECONDS.toNanos(millis)) : null;
        }
    }

    private void checkIdle() {
        long millis = idleTimeoutMillis;
        if (millis <= 0) {
            return;
        }
        long remaining = TimeUnit.MILLISECONDS.toNanos(millis) - (System.nanoTime() - lastActivity);
        if (remaining <= 0) {
            idleTimeoutPassed(millis);
            return;
        }
        synchronized (this) {
            if (idleTimeoutMillis > 0 && !closing) {
                // The limit may have been set anew meanwhile, with a task of its own.
                cancel(task);
                task = schedule(this::checkIdle, remaining);
            }
        }
    }

    /** A write is pending: sees to it that it makes progress. */
    final synchronized void watchWrites() {
        if (writeWatch == null || writeWatch.task == null) {
            long nanos = nanosToStall();
            if (nanos != Long.MAX_VALUE) {
                watchWrites(nanos);
            }
        }
    }

    /** Looks after what is to be sent in so many nanoseconds, or sooner. */
    final synchronized void watchWrites(long nanos) {
        if (writeWatch == null) {
            writeWatch = new WriteWatch();
        }
        long due = System.nanoTime() + nanos;
        if (writeWatch.task == null || due - writeWatch.due < 0) {
            cancel(writeWatch.task);
            int number = ++writeWatch.number;
            writeWatch.due = due;
            writeWatch.task = schedule(() -> checkWrites(number), Math.max(nanos, 0));
        }
    }

    private void checkWrites(int number) {
        synchronized (this) {
            if (number == writeWatch.number) {
                writeWatch.task = null;
            }
        }
        if (nanosToStall() <= 0) {
            writesStalled();
        } else {
            watchWrites();
        }
    }

    /** The closing handshake has begun; from now on only it is timed. */
    final synchronized void timeClosing() {
        if (!closing) {
            closing = true;
            cancel(task);
            task = schedule(this::closeTimeoutPassed, TimeUnit.MILLISECONDS.toNanos(settings.closeTimeoutMillis()));
        }
    }

    /** The connection has ended. */
    final synchronized void stopTimers() {
        stopped = true;
        cancel(task);
        if (writeWatch != null) {
            cancel(writeWatch.task);
        }
    }

    private static void cancel(Future<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    private Future<?> schedule(Runnable check, long nanos) {
        if (stopped) {
            return null;
        }
        try {
            return runtime.timer().schedule(check, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The container has stopped, and with it every session.
            return null;
        }
    }
}
