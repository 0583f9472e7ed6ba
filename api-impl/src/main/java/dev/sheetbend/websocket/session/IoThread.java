package dev.sheetbend.websocket.session;

/**
 * Knows whether the calling thread drives connections at this moment. Such a thread must not wait for a peer: other
 * connections would stand still, and the wait might never end, as it may be this very thread that has to end it.
 */
public final class IoThread {
    /** Set back to null and not removed, which would cost an allocation for each delivery. */
    private static final ThreadLocal<Boolean> CURRENT = new ThreadLocal<>();

    private IoThread() {}

    /** Whether the calling thread runs a {@link #run} now. */
    public static boolean isCurrent() {
        return CURRENT.get() != null;
    }

    /**
     * Runs a delivery on the calling thread.
     *
     * @param delivery ends soon, and waits for nothing
     */
    public static void run(Runnable delivery) {
        Boolean before = CURRENT.get();
        CURRENT.set(Boolean.TRUE);
        try {
            delivery.run();
        } finally {
            CURRENT.set(before);
        }
    }
}
