package dev.sheetbend.websocket.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time call an endpoint (specification, 5.1). The reading thread {@link #enter enters} and {@link
 * #exit leaves} around each delivery; what others have to tell the endpoint runs in between, on the reading thread when
 * it leaves or on the executor when nobody is inside. A handler that reads a message while it arrives, on a thread of
 * its own, {@link #pin pins} the gate: the reading thread comes and goes to feed it, and everybody else waits. The lock
 * guards the fields and is not held while inside.
 */
final class EndpointGate {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    /** From the beginning, until the reading thread has delivered the opening: nothing comes before that. */
    private boolean occupied = true;

    private boolean readerInside = true;
    private boolean pinned;

    EndpointGate(Executor executor) {
        this.executor = executor;
    }

    /** Waits until nobody is inside, and goes in. */
    void enter() {
        lock.lock();
        try {
            while (occupied && !pinned) {
                free.awaitUninterruptibly();
            }
            occupied = true;
            readerInside = true;
        } finally {
            lock.unlock();
        }
    }

    /** Runs what has come up meanwhile, and goes out. */
    void exit() {
        for (Runnable task = nextOrLeave(); task != null; task = nextOrLeave()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // What comes after it, onClose above all, comes nevertheless.
                LOG.log(Level.ERROR, "A call to an endpoint failed", e);
            }
        }
    }

    private Runnable nextOrLeave() {
        lock.lock();
        try {
            if (pinned) {
                readerInside = false;
                return null;
            }
            Runnable task = tasks.poll();
            if (task == null) {
                occupied = false;
                readerInside = false;
                free.signal();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Has the task run inside, soon, and never on the calling thread before this method returns. */
    void run(Runnable task) {
        boolean idle;
        lock.lock();
        try {
            tasks.addLast(task);
            idle = !occupied;
            occupied = true;
        } finally {
            lock.unlock();
        }
        if (idle) {
            executor.execute(this::exit);
        }
    }

    /** The reading thread, which is inside, lets a handler run beside it until {@link #unpin}. */
    void pin() {
        lock.lock();
        try {
            pinned = true;
        } finally {
            lock.unlock();
        }
    }

    /** That handler, on its own thread, has returned. */
    void unpin() {
        boolean last;
        lock.lock();
        try {
            pinned = false;
            last = !readerInside;
        } finally {
            lock.unlock();
        }
        if (last) {
            exit();
        }
    }

    /** Whether a handler that reads a stream is inside. */
    boolean isPinned() {
        lock.lock();
        try {
            return pinned;
        } finally {
            lock.unlock();
        }
    }
}
