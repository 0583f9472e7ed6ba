package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.container.HandlerPool;
import dev.sheetbend.websocket.container.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads behind client connections, all daemons: one event loop, those that run endpoints, and those that ask for
 * addresses. None is there while there is no connection.
 *
 * @param loop tells when connections are ready
 * @param handlers runs endpoints, which may block
 * @param lookups asks for the addresses of hosts, which may block for long
 */
record ClientThreads(EventLoop loop, ExecutorService handlers, HandlerPool lookups) {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");
    private static final int FIRST_VERSION_WITH_VIRTUAL_THREADS = 21;
    private static final long KEEP_ALIVE_SECONDS = 5;
    private static final long END_SECONDS = 1;

    /** A resolver that hangs costs so many threads; then connecting to names fails at its time limit. */
    private static final int MOST_LOOKUPS = 16;

    private static final long LOOKUP_KEEP_ALIVE_SECONDS = 1;

    static ClientThreads of(Settings settings) {
        boolean virtual =
                settings.virtualThreads() && Runtime.version().feature() >= FIRST_VERSION_WITH_VIRTUAL_THREADS;
        return new ClientThreads(
                new EventLoop(),
                virtual ? virtualThreads(settings) : pool(settings),
                new HandlerPool(MOST_LOOKUPS, "sheetbend-client-lookup", LOOKUP_KEEP_ALIVE_SECONDS));
    }

    private static ExecutorService pool(Settings settings) {
        return new HandlerPool(settings.handlerThreads(), "sheetbend-client-handler", KEEP_ALIVE_SECONDS);
    }

    /** The platform that this is compiled for does not have them. */
    private static ExecutorService virtualThreads(Settings settings) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.WARNING, "There are no virtual threads here; client endpoints run on platform threads", e);
            return pool(settings);
        }
    }

    /**
     * Has them end with what they are doing, and gives them a moment for it: an application that has stopped should have no
     * thread that its server could complain of.
     */
    void stop() {
        handlers.shutdown();
        lookups.shutdown();
        loop.stop();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
            // Virtual threads are nobody's business but the JDK's.
            if (handlers instanceof HandlerPool pool) {
                pool.awaitEnd(deadline);
            }
            lookups.awaitEnd(deadline);
            loop.awaitEnd(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
