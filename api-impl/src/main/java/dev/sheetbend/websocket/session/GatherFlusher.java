package dev.sheetbend.websocket.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends what send queues hold back when the handler that began a batch keeps its thread for long. One for all sessions
 * of a container; ticks only while some queue gathers. Thread safe.
 */
public final class GatherFlusher {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final ScheduledExecutorService timer;
    private final long tickMillis;
    private final ConcurrentLinkedQueue<Holder> arriving = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** Only the tick reads and writes it. */
    private List<Holder> watched = new ArrayList<>();

    /**
     * @param delayMillis how long something may be held back, in milliseconds, from 1
     */
    public GatherFlusher(ScheduledExecutorService timer, long delayMillis) {
        this.timer = timer;
        this.tickMillis = Math.max(1, delayMillis / 2);
    }

    /** Who holds back what is to be sent. */
    interface Holder {
        /** Sends it. */
        void flushHeld(GatherFlusher flusher);

        /** True when this flusher does not know of it yet; it does from now on. */
        boolean claimWatch(GatherFlusher flusher);

        void endWatch(GatherFlusher flusher);
    }

    /** How often it looks, in nanoseconds: what was held back at one look and still is at the next one leaves then. */
    long tickNanos() {
        return TimeUnit.MILLISECONDS.toNanos(tickMillis);
    }

    /** What this one holds back now is sent within two ticks, unless its batch ends before. */
    void watch(Holder holder) {
        if (holder.claimWatch(this)) {
            arriving.add(holder);
            if (ticking.compareAndSet(false, true)) {
                schedule();
            }
        }
    }

    /** Nobody waits for the tick, and it reports what it runs into itself. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void schedule() {
        try {
            timer.schedule(this::tick, tickMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The container stops: its sessions are being closed, which flushes them.
            ticking.set(false);
        }
    }

    private void flush(Holder holder) {
        try {
            holder.flushHeld(this);
        } catch (RuntimeException e) {
            // One broken transport must not keep the others waiting.
            LOG.log(Level.WARNING, "What a session held back could not be sent", e);
        }
    }

    private void tick() {
        for (Holder holder : watched) {
            holder.endWatch(this);
            flush(holder);
        }
        watched = new ArrayList<>();
        for (Holder holder = arriving.poll(); holder != null; holder = arriving.poll()) {
            watched.add(holder);
        }
        if (watched.isEmpty()) {
            ticking.set(false);
            if (arriving.isEmpty() || !ticking.compareAndSet(false, true)) {
                return;
            }
        }
        schedule();
    }
}
