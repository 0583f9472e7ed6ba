package dev.sheetbend.websocket.container;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Threads that an executor has made, to wait for their end: servers look for threads that an application has left as soon
 * as it has stopped. Thread safe.
 */
final class EndingThreads {
    /** Guarded by this. A thread that lives is held by the platform. */
    private final Set<Thread> threads = Collections.newSetFromMap(new WeakHashMap<>());

    synchronized void add(Thread thread) {
        threads.add(thread);
    }

    /**
     * Waits until all but the calling one have ended.
     *
     * @param deadline until when, a {@link System#nanoTime} value
     */
    void await(long deadline) throws InterruptedException {
        List<Thread> others;
        synchronized (this) {
            others = List.copyOf(threads);
        }
        for (Thread thread : others) {
            if (thread != Thread.currentThread()) {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            }
        }
    }
}
