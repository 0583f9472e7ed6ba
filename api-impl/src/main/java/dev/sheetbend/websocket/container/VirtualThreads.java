package dev.sheetbend.websocket.container;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * Runs each task on a virtual thread of its own, which Java has from version {@value #FIRST_JAVA_VERSION} on. The threads
 * inherit nothing from whoever gives a task, and nobody has to wait for their end: no server looks for them. Thread safe.
 */
public final class VirtualThreads implements Executor {
    static final int FIRST_JAVA_VERSION = 21;

    private static final String NAME_PREFIX = "sheetbend-virtual-";

    private volatile boolean stopped;

    /** Nothing is made before the first task comes. */
    public VirtualThreads() {}

    /**
     * @throws RejectedExecutionException after {@link #shutdown}
     */
    @Override
    public void execute(Runnable task) {
        if (stopped) {
            throw new RejectedExecutionException("The container has stopped.");
        }
        Factory.THREADS.newThread(task).start();
    }

    /** Takes no tasks any more; those that run go on. */
    public void shutdown() {
        stopped = true;
    }

    /** Made when it is needed: the platform that this is compiled for does not have it. */
    private static final class Factory {
        static final ThreadFactory THREADS = make();

        private static ThreadFactory make() {
            try {
                Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
                Object threads = Thread.class.getMethod("ofVirtual").invoke(null);
                threads = builder.getMethod("name", String.class, long.class).invoke(threads, NAME_PREFIX, 1L);
                Method inheriting = builder.getMethod("inheritInheritableThreadLocals", boolean.class);
                threads = inheriting.invoke(threads, false);
                return (ThreadFactory) builder.getMethod("factory").invoke(threads);
            } catch (ReflectiveOperationException e) {
                throw new UnsupportedOperationException(
                        "Java " + Runtime.version().feature() + " has no virtual threads.", e);
            }
        }
    }
}
