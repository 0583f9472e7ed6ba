package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.container.HandlerPool;
import dev.sheetbend.websocket.container.Settings;
import dev.sheetbend.websocket.container.VirtualThreads;
import dev.sheetbend.websocket.session.EndpointThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The threads behind client connections, all daemons: one event loop, those that run endpoints, and those that ask for
 * addresses. None is there while there is no connection.
 *
 * @param loop tells when connections are ready
 * @param handlers runs endpoints, which may block
 * @param virtualThreads the same on virtual threads, for endpoints that want them
 * @param lookups asks for the addresses of hosts, which may block for long
 */
record ClientThreads(EventLoop loop, HandlerPool handlers, VirtualThreads virtualThreads, HandlerPool lookups) {
    private static final long KEEP_ALIVE_SECONDS = 5;
    private static final long END_SECONDS = 1;

    /** A resolver that hangs costs so many threads; then connecting to names fails at its time limit. */
    private static final int MOST_LOOKUPS = 16;

    private static final long LOOKUP_KEEP_ALIVE_SECONDS = 1;

    static ClientThreads of(Settings settings) {
        return new ClientThreads(
                new EventLoop(),
                new HandlerPool(settings.handlerThreads(), "sheetbend-client-handler", KEEP_ALIVE_SECONDS),
                new VirtualThreads(),
                new HandlerPool(MOST_LOOKUPS, "sheetbend-client-lookup", LOOKUP_KEEP_ALIVE_SECONDS));
    }

    /** What runs an endpoint whenever it is not the event loop. */
    Executor handlers(EndpointThreads threads) {
        return threads == EndpointThreads.VIRTUAL ? virtualThreads : handlers;
    }

    /**
     * Has them end with what they are doing, and gives them a moment for it: an application that has stopped should have no
     * thread that its server could complain of.
     */
    void stop() {
        handlers.shutdown();
        virtualThreads.shutdown();
        lookups.shutdown();
        loop.stop();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
            handlers.awaitEnd(deadline);
            lookups.awaitEnd(deadline);
            loop.awaitEnd(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
