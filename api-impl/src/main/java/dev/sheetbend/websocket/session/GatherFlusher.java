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
    private final ConcurrentLinkedQueue<QueueWriter> arriving = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** Only the tick reads and writes it. */
    private List<QueueWriter> watched = new ArrayList<>();

    /**
     * @param delayMillis how long something may be held back, in milliseconds, from 1
     */
    public GatherFlusher(ScheduledExecutorService timer, long delayMillis) {
        this.timer = timer;
        this.tickMillis = Math.max(1, delayMillis / 2);
    }

    /** What this queue holds back now is sent within two ticks, unless its batch ends before. */
    void watch(QueueWriter queue) {
        if (queue.claimWatch()) {
            arriving.add(queue);
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

    private static void flush(QueueWriter queue) {
        try {
            queue.flushGathered();
        } catch (RuntimeException e) {
            // One broken transport must not keep the others waiting.
            LOG.log(Level.WARNING, "What a session held back could not be sent", e);
        }
    }

    private void tick() {
        for (QueueWriter queue : watched) {
            queue.endWatch();
            flush(queue);
        }
        watched = new ArrayList<>();
        for (QueueWriter queue = arriving.poll(); queue != null; queue = arriving.poll()) {
            watched.add(queue);
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
