package dev.sheetbend.websocket.servlet;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs endpoints where the container's own threads must not wait: an idle thread if there is one, else a new one up to the
 * limit, else the task waits. Idle threads end after a while, so an application without traffic has none.
 */
final class HandlerPool extends ThreadPoolExecutor {
    private static final long KEEP_ALIVE_SECONDS = 30;

    /**
     * @param mostThreads at least 1
     */
    HandlerPool(int mostThreads) {
        super(0, mostThreads, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new HandOff());
        var number = new AtomicInteger();
        setThreadFactory(task -> {
            var thread = new Thread(task, "sheetbend-handler-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        setRejectedExecutionHandler(HandlerPool::allBusy);
    }

    private static void allBusy(Runnable task, ThreadPoolExecutor pool) {
        if (pool.isShutdown()) {
            throw new RejectedExecutionException("The application has stopped.");
        }
        ((HandOff) pool.getQueue()).keep(task);
    }

    /** Takes a task from the pool only when an idle thread takes it at once; so the pool makes threads before it queues. */
    private static final class HandOff extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        void keep(Runnable task) {
            put(task);
        }
    }
}
