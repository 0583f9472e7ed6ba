package dev.sheetbend.websocket.container;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The client containers that nobody has to close, by the context class loader that they were made with. When a web
 * application with a class loader of its own stops, its client connections would keep that loader in memory, and their
 * endpoints would go on without the application. Holds neither loaders nor containers. Thread safe.
 */
public final class ClientsOfApplications {
    private static final int MOST_AT_ONCE = 50;
    private static final long KEEP_ALIVE_SECONDS = 1;

    /** Closing handshakes, and the cut where these fail, have come to their end by then. */
    private static final long WAIT_SECONDS = 5;

    /** Guarded by itself, and so are the sets. */
    private static final Map<ClassLoader, Set<Client>> CLIENTS = new WeakHashMap<>();

    /** A container of client endpoints. */
    public interface Client extends AutoCloseable {
        /** Closes every session with 1001, which may take a few seconds. Any number of times. */
        @Override
        void close();
    }

    private ClientsOfApplications() {}

    /** A container was made. */
    public static void add(ClassLoader application, Client client) {
        synchronized (CLIENTS) {
            CLIENTS.computeIfAbsent(application, loader -> Collections.newSetFromMap(new WeakHashMap<>()))
                    .add(client);
        }
    }

    /** Closes the containers of an application that stops, and waits a few seconds for that. */
    public static void close(ClassLoader application) {
        List<Client> clients;
        synchronized (CLIENTS) {
            Set<Client> removed = CLIENTS.remove(application);
            clients = removed == null ? List.of() : List.copyOf(removed);
        }
        if (clients.isEmpty()) {
            return;
        }
        // Side by side, because each may wait for a peer.
        var closers = new HandlerPool(MOST_AT_ONCE, "sheetbend-client-close", KEEP_ALIVE_SECONDS);
        clients.forEach(client -> closers.execute(client::close));
        closers.shutdown();
        try {
            if (!closers.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS)) {
                closers.shutdownNow();
            }
        } catch (InterruptedException e) {
            closers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
