package dev.sheetbend.websocket.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An endpoint is being told of its session's end, or has been; made when {@code onClose} is about to be called. Between the beginning and the end of {@code onClose} both answers
 * could be wrong: whoever finds the session closed may look for what {@code onClose} does, and whoever hears of the end from
 * {@code onClose} may look whether the session is closed. So the question waits for the end of that call, but not for one
 * that takes longer than {@value #PATIENCE_MILLIS} ms, and not on a
 * thread that must not wait. Any thread.
 */
final class CloseNotice {
    private static final int PATIENCE_MILLIS = 20;

    private final CountDownLatch told = new CountDownLatch(1);
    /** A {@link System#nanoTime} value. */
    private final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);

    /** It has returned, or thrown. */
    void end() {
        told.countDown();
    }

    /** Waits for the end, within the limits above. An interrupt ends the wait and stays set. */
    void awaitEnd() {
        if (told.getCount() > 0 && EndpointThread.mayWait()) {
            try {
                // Whether it has returned meanwhile makes no difference: it has been called.
                told.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
