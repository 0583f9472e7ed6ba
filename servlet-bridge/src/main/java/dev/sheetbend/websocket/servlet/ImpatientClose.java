package dev.sheetbend.websocket.servlet;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection of Undertow whose peer may not be reading. Undertow's close waits until everything has been sent; an
 * interrupt ends that, but its close calls itself once more and waits again, so the interrupt is repeated until it is
 * through. Runs on a worker.
 */
final class ImpatientClose implements Runnable {
    private static final long NUDGE_MILLIS = 10;

    private final Runnable close;
    private final ScheduledExecutorService timer;

    // Guarded by this: the thread that may be interrupted now, and for nothing else.
    private Thread closing;

    ImpatientClose(Runnable close, ScheduledExecutorService timer) {
        this.close = close;
        this.timer = timer;
    }

    @Override
    public void run() {
        synchronized (this) {
            closing = Thread.currentThread();
        }
        Future<?> nudges = startNudging();
        try {
            close.run();
        } finally {
            synchronized (this) {
                closing = null;
                // An interrupt of ours must not reach what this thread does next.
                Thread.interrupted();
            }
            if (nudges != null) {
                nudges.cancel(false);
            }
        }
    }

    private Future<?> startNudging() {
        nudge();
        try {
            return timer.scheduleAtFixedRate(this::nudge, NUDGE_MILLIS, NUDGE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The application stops; the container closes what is left.
            return null;
        }
    }

    private synchronized void nudge() {
        if (closing != null) {
            closing.interrupt();
        }
    }
}
