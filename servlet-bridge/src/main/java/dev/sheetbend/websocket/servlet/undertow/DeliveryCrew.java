package dev.sheetbend.websocket.servlet.undertow;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs deliveries on as few workers as keep up. To wake a thread for each costs more than most deliveries do; so a worker
 * that is through takes the next one that waits, and as a rule there are no more workers than processors. When a delivery
 * has waited for {@link #PATIENCE_MILLIS}, those before it are blocked, or take long: then all that wait get a worker
 * each. One for all connections of an application. Thread safe.
 */
final class DeliveryCrew implements Executor {
    /** How long a delivery may wait before it gets a worker of its own, in milliseconds; at most twice that passes. */
    static final long PATIENCE_MILLIS = 3;

    private final Executor workers;
    private final ScheduledExecutorService timer;
    private final int usual;
    private final Runnable shift = this::work;
    private final Runnable inspection = this::inspect;
    private final Object lock = new Object();

    // Guarded by lock.
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int working;
    /** How many deliveries have been taken so far. */
    private long taken;
    /** What that number has to reach before the next inspection. */
    private long due;

    private boolean watched;

    /**
     * @param workers has a thread for every task, or makes tasks wait until one is free
     * @param usual how many workers there are as long as nothing waits for long, at least 1
     */
    DeliveryCrew(Executor workers, ScheduledExecutorService timer, int usual) {
        this.workers = workers;
        this.timer = timer;
        this.usual = usual;
    }

    /**
     * Never blocks.
     *
     * @throws RejectedExecutionException when no worker can be had, and none will run it
     */
    @Override
    public void execute(Runnable delivery) {
        synchronized (lock) {
            waiting.add(delivery);
            if (working >= usual && watch()) {
                return;
            }
            working++;
        }
        try {
            workers.execute(shift);
        } catch (RejectedExecutionException e) {
            synchronized (lock) {
                working--;
                if (!waiting.remove(delivery)) {
                    return;
                }
            }
            throw e;
        }
    }

    /** Has somebody look whether what waits now is still waiting later; false when there is nobody. With the lock held. */
    private boolean watch() {
        if (!watched) {
            try {
                timer.schedule(inspection, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                return false;
            }
            watched = true;
            due = taken + waiting.size();
        }
        return true;
    }

    private void inspect() {
        int more;
        synchronized (lock) {
            more = taken < due ? waiting.size() : 0;
            working += more;
            watched = false;
            if (!waiting.isEmpty()) {
                watch();
            }
        }
        for (; more > 0; more--) {
            if (!startOneMore()) {
                // The application stops: who is working takes the rest.
                synchronized (lock) {
                    working--;
                }
            }
        }
    }

    private boolean startOneMore() {
        try {
            workers.execute(shift);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void work() {
        for (Runnable next = take(); next != null; next = take()) {
            boolean through = false;
            try {
                next.run();
                through = true;
            } finally {
                if (!through && !leave()) {
                    work();
                }
            }
            // An interrupt was meant for that delivery, or for the thread because its pool ends: the pool knows.
            if (Thread.currentThread().isInterrupted() && leave()) {
                return;
            }
        }
    }

    private Runnable take() {
        synchronized (lock) {
            Runnable next = waiting.poll();
            if (next == null) {
                working--;
            } else {
                taken++;
            }
            return next;
        }
    }

    /** Leaves what waits to another worker; false when none can be had. */
    private boolean leave() {
        synchronized (lock) {
            if (waiting.isEmpty()) {
                working--;
                return true;
            }
        }
        return startOneMore();
    }
}
