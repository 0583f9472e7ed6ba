package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.BroadcastListener;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Tells a {@link BroadcastListener} how its broadcast goes: one call at a time, on a thread that may be blocked, with the
 * class loader that the thread of the broadcast had. Any thread.
 */
final class BroadcastReport {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final BroadcastListener listener;
    private final Executor executor;
    private final ClassLoader applicationLoader = Thread.currentThread().getContextClassLoader();

    // Guarded by this.
    private final ArrayDeque<Runnable> news = new ArrayDeque<>();
    private boolean telling;
    private int reached;
    /** The deliveries that are under way, and the broadcast itself until it has begun all of them. */
    private int open = 1;

    BroadcastReport(BroadcastListener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    /** One more session is to get the message. What its completion is told first counts. */
    Outgoing.Completion delivery(Session session) {
        var delivery = new Delivery(session);
        synchronized (this) {
            open++;
        }
        return delivery;
    }

    /**
     * The message for one session. Where something goes wrong in the midst of a send, both the queue and the broadcast may
     * tell of it.
     */
    private final class Delivery implements Outgoing.Completion {
        private final Session session;
        /** Guarded by the report. */
        private boolean settled;

        Delivery(Session session) {
            this.session = session;
        }

        @Override
        public void completed(Throwable failure) {
            boolean begin;
            synchronized (BroadcastReport.this) {
                if (settled) {
                    return;
                }
                settled = true;
                if (failure == null) {
                    reached++;
                } else {
                    news.add(() -> listener.failed(session, failure));
                }
                begin = settleOne();
            }
            if (begin) {
                tell();
            }
        }
    }

    /** No more deliveries follow. */
    void sentToAll() {
        boolean begin;
        synchronized (this) {
            begin = settleOne();
        }
        if (begin) {
            tell();
        }
    }

    /** Somebody without a thread to tell on leaves it to whoever has the next news. */
    private void tell() {
        try {
            executor.execute(this::run);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                telling = false;
            }
            LOG.log(Level.ERROR, "The listener of a broadcast could not be called", e);
        }
    }

    /** Whether somebody has to begin to tell. Guarded by this. */
    private boolean settleOne() {
        open--;
        if (open == 0) {
            int all = reached;
            news.add(() -> listener.completed(all));
        }
        if (telling || news.isEmpty()) {
            return false;
        }
        telling = true;
        return true;
    }

    private void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(applicationLoader);
        try {
            for (Runnable next = next(); next != null; next = next()) {
                call(next);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private synchronized Runnable next() {
        Runnable next = news.poll();
        telling = next != null;
        return next;
    }

    private static void call(Runnable next) {
        try {
            next.run();
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "The listener of a broadcast failed", e);
        }
    }
}
