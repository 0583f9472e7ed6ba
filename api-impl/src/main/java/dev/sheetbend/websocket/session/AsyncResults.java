package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.loop.BlockingHabit;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells {@link SendHandler}s how their sends went: one at a time per session, in the order in which that becomes known.
 * What is known before a send returns is told on the sender's thread, as long as the endpoint's handlers are quick; else
 * on a thread that may be blocked. Any thread reports.
 */
final class AsyncResults {
    /** A handler that took longer keeps threads. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * Whose handler the thread is in, by {@link #tellHere}. Set back to null and not removed, which would cost an allocation
     * for each result; null refers to no class.
     */
    private static final ThreadLocal<AsyncResults> TELLING = new ThreadLocal<>();

    private final Session session;
    private final Executor executor;
    private final EndpointCalls calls;
    private final BlockingHabit habit;
    private final Consumer<Throwable> failed;

    /** The same for all that goes well. Null before the first; any of several is as good. */
    private SendResult sent;

    // Guarded by this.
    /** Made for the first one that has to wait; null before. */
    private ArrayDeque<Runnable> results;

    private boolean running;

    /**
     * @param habit of the handlers
     * @param failed gets what a handler throws, on its thread
     */
    AsyncResults(
            Session session, Executor executor, EndpointCalls calls, BlockingHabit habit, Consumer<Throwable> failed) {
        this.session = session;
        this.executor = executor;
        this.calls = calls;
        this.habit = habit;
        this.failed = failed;
    }

    /**
     * On a thread of the executor.
     *
     * @param failure why it was not sent, or null when it was
     */
    void tell(SendHandler handler, Throwable failure) {
        SendResult result = failure == null ? sent() : notSent(failure);
        synchronized (this) {
            if (results == null) {
                results = new ArrayDeque<>(1);
            }
            results.addLast(() -> calls.result(handler, result, failed));
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::run);
    }

    /**
     * It was sent, and the thread that has sent it may be used: the handler is called before this returns, unless another
     * handler of the session is being called, or one on this thread, or they have been slow.
     */
    void tellHere(SendHandler handler) {
        if (TELLING.get() != null || !habit.mayStay() || !begin()) {
            tell(handler, null);
            return;
        }
        long start = System.nanoTime();
        TELLING.set(this);
        try {
            calls.result(handler, sent(), failed);
        } finally {
            TELLING.set(null);
            end();
        }
        if (System.nanoTime() - start > QUICK_NANOS) {
            habit.kept();
        } else {
            habit.quick();
        }
    }

    private synchronized boolean begin() {
        boolean idle = !running;
        running = true;
        return idle;
    }

    private void end() {
        synchronized (this) {
            if (results == null || results.isEmpty()) {
                running = false;
                return;
            }
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

    private SendResult sent() {
        SendResult known = sent;
        if (known == null) {
            known = newSent();
            sent = known;
        }
        return known;
    }

    /** API 2.1 has only the constructors that later ones deprecate. */
    @SuppressWarnings("deprecation")
    private SendResult newSent() {
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
