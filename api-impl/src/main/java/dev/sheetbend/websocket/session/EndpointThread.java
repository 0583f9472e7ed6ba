package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.SheetbendProperties;

/**
 * Whether the calling thread may wait for a peer. It must not in a method of an endpoint that runs on {@link
 * EndpointThreads#IO}, whichever thread that is: the thread that drives connections may be this one, or may wait for the
 * method to return. Any thread.
 */
public final class EndpointThread {
    private static final String PROPERTY = "the property " + SheetbendProperties.ENDPOINT_THREADS + " is 'io'";

    private EndpointThread() {}

    /** Whether it may. */
    public static boolean mayWait() {
        return EndpointGate.currentMayWait();
    }

    /**
     * For a call that waits.
     *
     * @param call what is called, to begin a sentence with
     * @throws IllegalStateException when the thread must not
     */
    public static void requireMayWait(String call) {
        if (!mayWait()) {
            throw new IllegalStateException(
                    call + " waits, which the methods of an endpoint must not where " + PROPERTY + ".");
        }
    }

    /** What stands in error messages about such an endpoint. */
    static String property() {
        return PROPERTY;
    }
}
