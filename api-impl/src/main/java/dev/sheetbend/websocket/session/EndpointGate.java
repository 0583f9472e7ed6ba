package dev.sheetbend.websocket.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Lets one thread at a time call an endpoint (specification, 5.1). The reading thread {@link #enter enters} and {@link
 * #exit leaves} around each delivery; what others have to tell the endpoint runs in between, on the reading thread when
 * it leaves or on the executor when nobody is inside. A handler that reads a message while it arrives, on a thread of
 * its own, {@link #pin pins} the gate: the reading thread comes and goes to feed it, and everybody else waits. The monitor
 * guards the fields and is not held while inside. A thread knows the gate that it is in, the innermost one if a handler has
 * made another session. It waits by a monitor and not by a lock object, since there is one of these for each connection.
 */
final class EndpointGate {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** Set back to null and not removed, which would cost an allocation for each read; null refers to no class. */
    private static final ThreadLocal<EndpointGate> INNERMOST = new ThreadLocal<>();

    private final Executor executor;
    private final boolean mayWait;
    /** Most sessions have one at their end only: made for the first one; null before. */
    private ArrayDeque<Runnable> tasks;

    /** From the beginning, until the reading thread has delivered the opening: nothing comes before that. */
    private boolean occupied = true;

    private boolean readerInside = true;
    private boolean pinned;
    /** How many threads wait to go in. */
    private int waiting;

    /** What the thread inside was in before, or null. Its own; not that of a handler that has pinned the gate. */
    private EndpointGate outer;

    /**
     * @param mayWait whether the endpoint's methods may wait for a peer
     */
    EndpointGate(Executor executor, boolean mayWait) {
        this.executor = executor;
        this.mayWait = mayWait;
    }

    /** Whether the current thread is in no gate, or in one whose endpoint's methods may wait. */
    static boolean currentMayWait() {
        EndpointGate innermost = INNERMOST.get();
        return innermost == null || innermost.mayWait;
    }

    /** Whether the endpoint's methods may wait for a peer. */
    boolean mayWait() {
        return mayWait;
    }

    /** The reading thread, for which the gate was made, is there. Before anything else. */
    void begin() {
        mark();
    }

    private void mark() {
        outer = INNERMOST.get();
        INNERMOST.set(this);
    }

    private static void unmark(EndpointGate before) {
        INNERMOST.set(before);
    }

    /** Whether the current thread is in here, in a call of this endpoint. */
    boolean isInside() {
        return INNERMOST.get() == this;
    }

    /** Waits until nobody is inside, and goes in. */
    void enter() {
        synchronized (this) {
            if (occupied && !pinned) {
                awaitFree();
            }
            occupied = true;
            readerInside = true;
        }
        mark();
    }

    /** Guarded by this. */
    private void awaitFree() {
        boolean interrupted = false;
        waiting++;
        while (occupied && !pinned) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        waiting--;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs what has come up meanwhile, and goes out. */
    void exit() {
        EndpointGate before = outer;
        for (Runnable task = nextOrLeave(); task != null; task = nextOrLeave()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // What comes after it, onClose above all, comes nevertheless.
                LOG.log(Level.ERROR, "A call to an endpoint failed", e);
            }
        }
        unmark(before);
    }

    private void markAndExit() {
        mark();
        exit();
    }

    private synchronized Runnable nextOrLeave() {
        if (pinned) {
            readerInside = false;
            return null;
        }
        Runnable task = tasks == null ? null : tasks.poll();
        if (task == null) {
            occupied = false;
            readerInside = false;
            if (waiting > 0) {
                notifyAll();
            }
        }
        return task;
    }

    /** Has the task run inside, soon, and never on the calling thread before this method returns. */
    void run(Runnable task) {
        if (add(task)) {
            executor.execute(this::markAndExit);
        }
    }

    /**
     * Has the task run inside, on the calling thread when nobody is there. A thread that is in a gate already never gets to
     * run it: calls of endpoints, which close other sessions perhaps, do not pile up on one stack.
     */
    void runHere(Runnable task) {
        if (add(task)) {
            if (INNERMOST.get() == null) {
                markAndExit();
            } else {
                executor.execute(this::markAndExit);
            }
        }
    }

    /** Whether nobody is inside but the caller now, who has to see to it that the task runs. */
    private synchronized boolean add(Runnable task) {
        if (tasks == null) {
            tasks = new ArrayDeque<>(1);
        }
        tasks.addLast(task);
        boolean idle = !occupied;
        occupied = true;
        return idle;
    }

    /** The reading thread, which is inside, lets a handler run beside it until {@link #unpin}. */
    synchronized void pin() {
        pinned = true;
    }

    /** That handler, on its own thread, has returned. */
    void unpin() {
        boolean last;
        synchronized (this) {
            pinned = false;
            last = !readerInside;
        }
        if (last) {
            markAndExit();
        }
    }

    /** Runs a handler that has pinned the gate, on its own thread. */
    void pinned(Runnable handler) {
        EndpointGate before = INNERMOST.get();
        INNERMOST.set(this);
        try {
            handler.run();
        } finally {
            unmark(before);
        }
    }

    /** Whether a handler that reads a stream is inside. */
    synchronized boolean isPinned() {
        return pinned;
    }
}
