package dev.sheetbend.websocket.session;

/**
 * Tells senders apart that send a message in parts by methods which carry nothing that would name the message. The
 * calls of one session's endpoint are one thread of control, though the container may use another thread for each: they
 * follow each other (specification, 5.1). Outside such calls, a thread is one.
 */
final class ThreadOfControl {
    /** Set back to null and not removed, which would cost an allocation for each call; null refers to no class. */
    private static final ThreadLocal<Object> CALLS = new ThreadLocal<>();

    private ThreadOfControl() {}

    /** Whose calls the thread makes, or the thread. */
    static Object current() {
        Object calls = CALLS.get();
        return calls != null ? calls : Thread.currentThread();
    }

    /**
     * The thread begins to call an endpoint.
     *
     * @param calls stands for all calls of that session's endpoint
     * @return for {@link #leave}
     */
    static Object enter(EndpointCalls calls) {
        Object before = CALLS.get();
        CALLS.set(calls);
        return before;
    }

    /** Ends {@link #enter}. */
    static void leave(Object before) {
        CALLS.set(before);
    }

    /** Whether it will never send again, so that another may go on with its message. */
    static boolean hasEnded(Object threadOfControl) {
        return threadOfControl instanceof Thread thread
                ? !thread.isAlive()
                : threadOfControl instanceof EndpointCalls calls && calls.hasEnded();
    }
}
