package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets senders wait until something has left, for a limited time without progress. Shares the lock of its
 * {@link SendQueue}.
 */
final class WriteProgress {
    private final ReentrantLock lock;
    /** Made for the first one that waits; null before. Guarded by the lock. */
    private Condition changed;

    private final SendLimits limits;

    /** A {@link System#nanoTime} value, guarded by the lock. */
    private long last;
    /** The same of the last data frame, as Pongs may leave all the time. */
    private long lastOfMessages;

    WriteProgress(ReentrantLock lock, SendLimits limits) {
        this.lock = lock;
        this.limits = limits;
    }

    /** The transport begins to take something. Guarded by the lock. */
    void begun() {
        last = System.nanoTime();
        wake();
    }

    /** The transport has taken something. Guarded by the lock. */
    void made() {
        // The time matters to those that wait only: the next write has a beginning of its own.
        if (somebodyWaits()) {
            begun();
        }
    }

    /** A part of a message has gone, or a whole one. Guarded by the lock. */
    void madeForMessages() {
        if (somebodyWaits()) {
            lastOfMessages = System.nanoTime();
        }
    }

    private boolean somebodyWaits() {
        return changed != null && lock.hasWaiters(changed);
    }

    /** Whoever waits looks again. Guarded by the lock. */
    void wake() {
        if (changed != null) {
            changed.signalAll();
        }
    }

    private Condition changed() {
        if (changed == null) {
            changed = lock.newCondition();
        }
        return changed;
    }

    private long stallNanos() {
        return TimeUnit.MILLISECONDS.toNanos(limits.stallTimeoutMillis());
    }

    /** How long the write under way may still take. Guarded by the lock. */
    long nanosToStall(long now) {
        return stallNanos() - (now - last);
    }

    /**
     * Waits until it is so.
     *
     * @param done asked under the lock
     * @param behindMessage whether what is waited for stands behind a message that has begun and not ended; asked under
     *     the lock
     * @return false when nothing has left for too long, or, behind a message, no part of one
     * @throws InterruptedIOException when the thread is interrupted, which it then still is
     */
    boolean await(BooleanSupplier done, BooleanSupplier behindMessage) throws InterruptedIOException {
        lock.lock();
        try {
            long start = System.nanoTime();
            while (!done.getAsBoolean()) {
                long sign = behindMessage.getAsBoolean() ? lastOfMessages : last;
                long since = sign - start > 0 ? sign : start;
                long remaining = stallNanos() - (System.nanoTime() - since);
                if (remaining <= 0) {
                    return false;
                }
                changed().awaitNanos(remaining);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for a message to be sent.");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits, even if the thread is interrupted, for as long as a write may stand still. Guarded by the lock.
     *
     * @param done becomes true with a {@link #wake}
     * @return whether it is so
     */
    boolean awaitUninterrupted(BooleanSupplier done) {
        long deadline = System.nanoTime() + stallNanos();
        boolean interrupted = false;
        while (!done.getAsBoolean() && deadline - System.nanoTime() > 0) {
            try {
                changed().awaitNanos(deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done.getAsBoolean();
    }

    /** The peer takes data, but an extension does not give any. */
    SocketTimeoutException stuckInExtension() {
        return new SocketTimeoutException("A message waited " + limits.stallTimeoutMillis()
                + " ms for an extension that had another one; the session is closed.");
    }

    static SocketTimeoutException stalled() {
        return new SocketTimeoutException(
                "A message could not be sent in time because the peer takes no data; the session is closed.");
    }

    /** The peer takes data, but another message stands in the way. */
    SocketTimeoutException unfinished() {
        return new SocketTimeoutException("A message waited " + limits.stallTimeoutMillis()
                + " ms for the last part of another one, which was begun in parts and not ended; the session is"
                + " closed.");
    }

    /**
     * An asynchronous send has missed its own limit.
     *
     * @param unfinished whether it waited for the end of another message
     */
    static SocketTimeoutException late(boolean unfinished) {
        return new SocketTimeoutException(
                unfinished
                        ? "An asynchronous message waited for longer than its send timeout for the last part of another"
                                + " one, which was begun in parts and not ended; the session is closed."
                        : "An asynchronous message could not be sent within its send timeout; the session is closed.");
    }

    /** What a blocking send waits for. */
    final class Ticket implements Outgoing.Completion {
        // Guarded by the lock.
        private boolean done;
        private Throwable cause;

        @Override
        public void completed(Throwable failureOrNull) {
            lock.lock();
            try {
                done = true;
                cause = failureOrNull;
                wake();
            } finally {
                lock.unlock();
            }
        }

        /** Whether {@link #check} can tell. Guarded by the lock. */
        boolean isDone() {
            return done;
        }

        /** Once it is done: throws what went wrong, if anything did. */
        void check() throws IOException {
            if (cause != null) {
                throw asIOException(cause);
            }
        }
    }

    /** For the thread that called, though another one may have been told of the same failure. */
    static IOException asIOException(Throwable cause) {
        IOException failure = cause instanceof SocketTimeoutException
                ? new SocketTimeoutException(cause.getMessage())
                : new IOException(cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
