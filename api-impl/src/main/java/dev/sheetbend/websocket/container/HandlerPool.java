package dev.sheetbend.websocket.container;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs endpoints where the threads at hand must not wait: an idle thread if there is one, else a new one up to the limit,
 * else the task waits. Idle threads end after a while, so a container without traffic has none. Their context class
 * loader is this class's own, for they may serve several applications one after the other.
 */
public final class HandlerPool extends ThreadPoolExecutor {
    private final EndingThreads threads = new EndingThreads();

    /**
     * @param mostThreads at least 1
     * @param threadName what the threads are called, with a number behind it
     * @param keepAliveSeconds how long an idle thread stays, at least 1
     */
    public HandlerPool(int mostThreads, String threadName, long keepAliveSeconds) {
        super(0, mostThreads, keepAliveSeconds, TimeUnit.SECONDS, new HandOff());
        var number = new AtomicInteger();
        ClassLoader loader = HandlerPool.class.getClassLoader();
        setThreadFactory(task -> {
            var thread = new Thread(task, threadName + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            threads.add(thread);
            return thread;
        });
        setRejectedExecutionHandler(HandlerPool::allBusy);
    }

    /**
     * Waits until no thread is left, after {@link #shutdown}; not for the calling one. {@link #awaitTermination} returns
     * while the last threads are still on their way out.
     *
     * @param deadline until when, a {@link System#nanoTime} value
     */
    public void awaitEnd(long deadline) throws InterruptedException {
        threads.await(deadline);
    }

    private static void allBusy(Runnable task, ThreadPoolExecutor pool) {
        if (pool.isShutdown()) {
            throw new RejectedExecutionException("The container has stopped.");
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
