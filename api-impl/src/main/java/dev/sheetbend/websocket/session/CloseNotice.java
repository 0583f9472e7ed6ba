package dev.sheetbend.websocket.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether an endpoint has been told of its session's end. Between the beginning and the end of {@code onClose} both answers
 * could be wrong: whoever finds the session closed may look for what {@code onClose} does, and whoever hears of the end from
 * {@code onClose} may look whether the session is closed. So the question waits for the end of that call, but not for one
 * that takes longer than {@value #PATIENCE_MILLIS} ms, and not on a
 * thread that must not wait. Any thread.
 */
final class CloseNotice {
    private static final int PATIENCE_MILLIS = 20;

    /** Null before {@link #begun}. Written before that. */
    private CountDownLatch told;
    /** A {@link System#nanoTime} value; written before {@link #begun}. */
    private long deadline;

    private volatile boolean begun;

    /** {@code onClose} is about to be called. */
    void begin() {
        told = new CountDownLatch(1);
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        begun = true;
    }

    /** It has returned, or thrown. */
    void end() {
        told.countDown();
    }

    /** Whether {@code onClose} has been called. An interrupt ends the wait and stays set. */
    boolean isGiven() {
        if (begun && told.getCount() > 0 && EndpointThread.mayWait()) {
            try {
                // Whether it has returned meanwhile makes no difference: it has been called.
                told.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return begun;
    }
}
