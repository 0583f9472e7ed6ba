package dev.sheetbend.websocket.session;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells {@link SendHandler}s how their sends went: one at a time per session, in order, on a thread that may be
 * blocked. Any thread reports.
 */
final class AsyncResults {
    private final Session session;
    private final Executor executor;
    private final EndpointCalls calls;
    private final Consumer<Throwable> failed;

    // Guarded by this.
    private final ArrayDeque<Runnable> results = new ArrayDeque<>(1);
    private boolean running;

    /**
     * @param failed gets what a handler throws, on its thread
     */
    AsyncResults(Session session, Executor executor, EndpointCalls calls, Consumer<Throwable> failed) {
        this.session = session;
        this.executor = executor;
        this.calls = calls;
        this.failed = failed;
    }

    /**
     * @param failure why it was not sent, or null when it was
     */
    void tell(SendHandler handler, Throwable failure) {
        SendResult result = failure == null ? sent() : notSent(failure);
        synchronized (this) {
            results.addLast(() -> calls.outside(() -> handler.onResult(result), failed));
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::run);
    }

    private void run() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized Runnable next() {
        Runnable next = results.poll();
        running = next != null;
        return next;
    }

    /** API 2.1 has only the constructors that later ones deprecate. */
    @SuppressWarnings("deprecation")
    private SendResult sent() {
        try {
            return new SendResult(session);
        } catch (NoSuchMethodError e) {
            return new SendResult();
        }
    }

    @SuppressWarnings("deprecation")
    private SendResult notSent(Throwable failure) {
        try {
            return new SendResult(session, failure);
        } catch (NoSuchMethodError e) {
            return new SendResult(failure);
        }
    }
}
