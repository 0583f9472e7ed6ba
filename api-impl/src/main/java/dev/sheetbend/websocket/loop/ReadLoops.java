package dev.sheetbend.websocket.loop;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads from the connections of one container: few threads that learn of input and handle it, each of which another one
 * replaces when a handler keeps it. A handler that blocks delays other connections by no more than two
 * {@link #TICK_MILLIS ticks}, and after that its endpoint has a {@link BlockingHabit}. Threads and ticks are there only
 * while there are connections and traffic. Thread safe.
 */
public final class ReadLoops {
    /** How often the threads are looked after while there is traffic, in milliseconds. */
    static final long TICK_MILLIS = 2;

    /** How many ticks without traffic there are before they end. */
    private static final int QUIET_TICKS = 10;

    private static final int PROCESSORS_PER_LOOP = 4;

    private final ScheduledExecutorService timer;
    private final List<ReadLoop> loops;

    private final AtomicBoolean ticking = new AtomicBoolean();
    /** Only the tick reads and writes it. */
    private int quietTicks;

    /**
     * Opens nothing yet.
     *
     * @param threads where the threads come from, one or two for each four processors, and one for each handler that keeps
     *     its thread
     * @param timer runs short tasks that never block
     * @param rounds one for each thread, on that thread
     */
    public ReadLoops(Executor threads, ScheduledExecutorService timer, Supplier<Round> rounds) {
        this(threads, timer, rounds, Runtime.getRuntime().availableProcessors());
    }

    ReadLoops(Executor threads, ScheduledExecutorService timer, Supplier<Round> rounds, int processors) {
        this.timer = timer;
        int count = (processors + PROCESSORS_PER_LOOP - 1) / PROCESSORS_PER_LOOP;
        int mostActive = Math.min(processors, PROCESSORS_PER_LOOP);
        loops = Stream.generate(() -> new ReadLoop(threads, mostActive, this::delivering, rounds))
                .limit(count)
                .toList();
    }

    /**
     * How many threads there may be that no handler keeps.
     *
     * @param processors of the machine
     */
    public static int mostThreads(int processors) {
        return (processors + PROCESSORS_PER_LOOP - 1) / PROCESSORS_PER_LOOP * Math.min(processors, PROCESSORS_PER_LOOP);
    }

    /**
     * Takes on a channel, which must be in non-blocking mode; {@link ReadRegistration#want} begins.
     *
     * @param registration that has not been registered before
     * @throws IOException when the platform has no selector or thread left, the channel is closed, or this has stopped
     */
    public void register(SelectableChannel channel, ReadRegistration registration) throws IOException {
        least().register(channel, registration, false);
    }

    /**
     * The same, and has {@link ReadRegistration#readable} called at once, as if there were input.
     *
     * @throws IOException as {@link #register}; there is no call then
     */
    public void registerDue(SelectableChannel channel, ReadRegistration registration) throws IOException {
        least().register(channel, registration, true);
    }

    private ReadLoop least() {
        ReadLoop least = loops.get(0);
        for (ReadLoop loop : loops) {
            if (loop.size() < least.size()) {
                least = loop;
            }
        }
        return least;
    }

    /** Ends all threads when they have done what they are at; registers nothing any more. */
    public void stop() {
        loops.forEach(ReadLoop::stop);
    }

    private void delivering() {
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            schedule();
        }
    }

    /** Nobody waits for the tick. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void schedule() {
        boolean scheduled = false;
        try {
            timer.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
            scheduled = true;
        } catch (RejectedExecutionException e) {
            // The container stops: its sessions are being closed.
        } finally {
            if (!scheduled) {
                ticking.set(false);
            }
        }
    }

    private void tick() {
        boolean busy = true;
        try {
            busy = inspect();
        } finally {
            quietTicks = busy ? 0 : quietTicks + 1;
            if (quietTicks < QUIET_TICKS) {
                schedule();
            }
        }
        if (quietTicks < QUIET_TICKS) {
            return;
        }
        quietTicks = 0;
        ticking.set(false);
        // A delivery may have begun that has not seen that nobody looks any more.
        if (inspect()) {
            delivering();
        }
    }

    private boolean inspect() {
        boolean busy = false;
        for (ReadLoop loop : loops) {
            busy |= loop.inspect();
        }
        return busy;
    }
}
