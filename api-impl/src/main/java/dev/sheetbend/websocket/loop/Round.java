package dev.sheetbend.websocket.loop;

/**
 * What one thread of a loop keeps while it delivers what the selector has found, one connection after another. On that
 * thread only.
 */
public interface Round {
    /**
     * A delivery comes next; soon, on the calling thread.
     *
     * @param moreFollow whether other connections have input, which this thread or another one delivers behind it
     */
    void delivers(boolean moreFollow);

    /** Whether nothing is left to do when there is nothing more to deliver. Must not wait for a lock. */
    boolean isDone();

    /** Whether what is left to do has waited for so long that no more deliveries come before. Must not wait for a lock. */
    boolean isLate();

    /** Between deliveries: does what is left. */
    void end();

    /** The thread leaves the loop. */
    void close();
}
