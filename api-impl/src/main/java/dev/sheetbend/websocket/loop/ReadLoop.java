package dev.sheetbend.websocket.loop;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One selector, and the threads that take turns with it. A thread that has learned of input handles it itself, one
 * connection after another, and selects again when there is no more: nothing is handed over as long as handlers return
 * soon. {@link #inspect}, which somebody has to call from time to time, sees which ones do not: such a thread goes on with
 * its connection alone, and another one takes over the others.
 *
 * <p>There is a thread while there are channels, and a short while longer. Thread safe.
 */
final class ReadLoop {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** How long a thread stays without a channel, in milliseconds. */
    private static final long LINGER_MILLIS = 1_000;

    /** At how many inspections a thread that does not wait is found with the same delivery before that counts as long. */
    private static final int INSPECTIONS_OF_WORK = 5;

    private final Executor threads;
    private final int mostActive;
    private final Runnable delivering;
    private final Supplier<Round> rounds;
    private final Consumer<SelectionKey> finder = this::find;
    private final Object lock = new Object();

    // Guarded by lock.
    private final ArrayDeque<ReadRegistration> ready = new ArrayDeque<>();
    private final List<Runner> runners = new ArrayList<>();
    /** Those that have begun and are not kept by a handler. */
    private int active;
    /** Those that have not begun. */
    private int starting;
    /** Whether one of them waits for the selector. */
    private boolean selecting;
    /** Whether something was ready at the last inspection, and nobody had time for it. */
    private boolean behind;

    /** Null while there is no thread. */
    private Selector selector;

    private boolean stopped;

    /** Of whoever selects. */
    private final ArrayList<ReadRegistration> found = new ArrayList<>();

    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param threads where the loop's threads come from; they may be kept for as long as handlers like
     * @param mostActive how many threads at most handle input at a time, not counting those that are kept
     * @param delivering run before each delivery
     * @param rounds one for each of the loop's threads, on that thread
     */
    ReadLoop(Executor threads, int mostActive, Runnable delivering, Supplier<Round> rounds) {
        this.threads = threads;
        this.mostActive = mostActive;
        this.delivering = delivering;
        this.rounds = rounds;
    }

    /** How many channels there are. */
    int size() {
        return open.get();
    }

    /**
     * Takes on a channel, which must be in non-blocking mode; nothing is wanted of it yet.
     *
     * @param due whether {@link ReadRegistration#readable} is to be called at once, as if there were input
     * @throws IOException when the platform has no selector left, the channel is closed, or the loop has stopped
     */
    void register(SelectableChannel channel, ReadRegistration registration, boolean due) throws IOException {
        synchronized (lock) {
            if (stopped) {
                throw new IOException("The loop has stopped");
            }
            if (selector == null) {
                selector = Selector.open();
            }
            boolean done = false;
            try {
                registration.registered(this, channel.register(selector, 0, registration));
                open.incrementAndGet();
                if (active == 0 && starting == 0 && !start()) {
                    registration.withdraw();
                    throw new IOException("The loop has no thread");
                }
                if (due) {
                    ready.add(registration);
                    wakeup();
                }
                done = true;
            } finally {
                if (!done) {
                    closeIfUnused();
                }
            }
        }
    }

    /** A registration is no more. */
    void left() {
        open.decrementAndGet();
        wakeup();
    }

    /** Has the selecting thread look at what has changed. */
    void wakeup() {
        synchronized (lock) {
            if (selecting && selector != null) {
                selector.wakeup();
            }
        }
    }

    /** Ends the threads when they have done what they are at. */
    void stop() {
        synchronized (lock) {
            stopped = true;
            if (selector != null) {
                selector.wakeup();
            }
            closeIfUnused();
        }
    }

    /** One more thread; the caller holds the lock. */
    private boolean start() {
        starting++;
        try {
            threads.execute(new Runner());
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Nothing is left of it: a later call tries again.
            LOG.log(Level.DEBUG, "A loop that reads gets no thread", e);
            starting--;
            return false;
        }
    }

    /**
     * Sees which threads are kept by a handler since the last inspection, and starts another one where it is needed.
     *
     * @return whether anything has happened since the last inspection, or is happening
     */
    boolean inspect() {
        synchronized (lock) {
            boolean busy = !ready.isEmpty();
            for (Runner runner : runners) {
                busy |= runner.inspect();
            }
            boolean wanted = !ready.isEmpty() && behind && active + starting < mostActive;
            behind = !ready.isEmpty();
            if (selector != null && !stopped && (active + starting == 0 || wanted)) {
                // When no thread is to be had, the next one that a handler lets go takes over.
                start();
            }
            return busy;
        }
    }

    /** The caller holds the lock. */
    private void closeIfUnused() {
        if (runners.isEmpty() && starting == 0 && (stopped || open.get() == 0)) {
            closeSelector();
        }
    }

    /** The caller holds the lock. */
    private void closeSelector() {
        Selector old = selector;
        selector = null;
        if (old == null) {
            return;
        }
        try {
            old.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A selector could not be closed", e);
        }
    }

    /** One thread of the loop. */
    private final class Runner implements Runnable {
        // Guarded by lock.
        private ReadRegistration current;
        /** Of the current delivery, or null. */
        private BlockingHabit habit;

        private long deliveries;
        private long inspected;
        private int sameInspections;
        /** Whether it does what its round has left. */
        private boolean ending;

        private boolean kept;
        /** Whether the habit has been told that the current delivery takes long. */
        private boolean told;

        private volatile Thread thread;
        // Its own.
        /** Whether the last delivery was handled by this thread. */
        private boolean stayed;

        private boolean moreFollow;

        @Override
        public void run() {
            thread = Thread.currentThread();
            synchronized (lock) {
                starting--;
                active++;
                runners.add(this);
            }
            boolean failed = true;
            try {
                deliverAll();
                failed = false;
            } finally {
                if (failed) {
                    replace();
                }
            }
        }

        private void deliverAll() {
            Round round = rounds.get();
            try {
                for (ReadRegistration next = next(round); next != null; next = next(round)) {
                    deliver(next, round);
                }
            } finally {
                round.close();
            }
        }

        private void deliver(ReadRegistration next, Round round) {
            try {
                delivering.run();
                round.delivers(moreFollow);
            } finally {
                stayed = next.deliver();
            }
            // A handler's interrupt is not for the handlers of other connections, nor for the selector.
            Thread.interrupted();
        }

        /** The caller holds the lock. Whether it does something, or has since it was last asked. */
        private boolean inspect() {
            boolean atWork = current != null || ending;
            boolean busy = atWork || deliveries != inspected;
            sameInspections = atWork && deliveries == inspected ? sameInspections + 1 : 0;
            inspected = deliveries;
            if (sameInspections == 0) {
                return busy;
            }
            if (!kept) {
                kept = true;
                active--;
            }
            // A thread that could run may only have had no processor.
            if (current != null && !told && (isWaiting() || sameInspections >= INSPECTIONS_OF_WORK)) {
                told = true;
                habit.kept();
            }
            return true;
        }

        /** One that is blocked may only be so by the lock that is held here. */
        private boolean isWaiting() {
            Thread.State state = thread.getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }

        /** What to deliver next, or null when this thread is not needed any more. */
        private ReadRegistration next(Round round) {
            while (true) {
                Selector from = null;
                boolean done;
                synchronized (lock) {
                    putDown();
                    done = round.isDone();
                    ReadRegistration next = done || !round.isLate() ? takeUp() : null;
                    if (next != null) {
                        return next;
                    }
                    ending = !done;
                    if (done && (selecting || active > mostActive || mayEnd())) {
                        leave();
                        return null;
                    }
                    if (done) {
                        selecting = true;
                        from = selector;
                    }
                }
                if (!done) {
                    round.end();
                } else if (!select(from)) {
                    return null;
                }
            }
        }

        /** It is through with what it was at. The caller holds the lock. */
        private void putDown() {
            if (kept) {
                kept = false;
                active++;
            } else if (current != null && stayed) {
                habit.quick();
            }
            told = false;
            ending = false;
            current = null;
        }

        /** The caller holds the lock. */
        private ReadRegistration takeUp() {
            current = active > mostActive ? null : ready.poll();
            if (current != null) {
                habit = current.habit();
                deliveries++;
                moreFollow = !ready.isEmpty();
            }
            return current;
        }

        /** The caller holds the lock. */
        private boolean mayEnd() {
            return stopped || selector == null;
        }

        /** The caller holds the lock. */
        private void leave() {
            runners.remove(this);
            active--;
            closeIfUnused();
        }

        /** Waits for input. False when the loop has no channel any more, or is broken. */
        private boolean select(Selector from) {
            boolean lingering = open.get() == 0;
            try {
                from.select(finder, lingering ? LINGER_MILLIS : 0);
            } catch (IOException | RuntimeException | Error e) {
                fail(from, new IOException("The selector failed", e));
                return false;
            }
            synchronized (lock) {
                selecting = false;
                if (lingering && found.isEmpty() && open.get() == 0) {
                    closeSelector();
                }
                ready.addAll(found);
                found.clear();
            }
            return true;
        }

        private void fail(Selector from, IOException cause) {
            LOG.log(Level.ERROR, "A loop that reads has failed; its connections end", cause);
            List<SelectionKey> keys;
            synchronized (lock) {
                selecting = false;
                keys = from.isOpen() ? List.copyOf(from.keys()) : List.of();
                found.clear();
                ready.clear();
                leave();
                closeSelector();
            }
            for (SelectionKey key : keys) {
                ((ReadRegistration) key.attachment()).failed(cause);
            }
        }

        /** A delivery has thrown an Error, which ends this thread. */
        private void replace() {
            synchronized (lock) {
                runners.remove(this);
                if (!kept) {
                    active--;
                }
                if (active + starting == 0 && selector != null && !stopped) {
                    start();
                }
                closeIfUnused();
            }
        }
    }

    /** On the selecting thread. */
    private void find(SelectionKey key) {
        var registration = (ReadRegistration) key.attachment();
        try {
            if (registration.found()) {
                found.add(registration);
            }
        } catch (CancelledKeyException e) {
            // Whoever closed the channel has told its listener.
        }
    }
}
