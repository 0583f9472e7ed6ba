package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.container.Applications;
import dev.sheetbend.websocket.container.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The client containers of one application, which is one context class loader, and their threads. A web application that
 * ends takes its client connections with it: nobody else would close them, and each of them holds its class loader. Thread
 * safe.
 */
final class ApplicationClients {
    /** Guarded by itself. What is in it knows nothing of the application, so nothing here holds a class loader. */
    private static final Map<ClassLoader, ApplicationClients> ALL = new WeakHashMap<>();

    private final Settings settings = Settings.of(name -> null);
    private final ClientThreads threads = ClientThreads.of(settings);

    /** Guarded by itself. A container that is in use is held by its sessions. */
    private final Set<SheetbendClientContainer> containers = Collections.newSetFromMap(new WeakHashMap<>());

    private ApplicationClients() {}

    /** Of the application that the calling thread belongs to. */
    static ApplicationClients ofCaller() {
        ClassLoader application = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(ClassLoader::getSystemClassLoader);
        synchronized (ALL) {
            return ALL.computeIfAbsent(application, ApplicationClients::started);
        }
    }

    private static ApplicationClients started(ClassLoader application) {
        var clients = new ApplicationClients();
        Applications.atEnd(application, clients::end);
        return clients;
    }

    SheetbendClientContainer newContainer() {
        var container = new SheetbendClientContainer(settings, threads);
        synchronized (containers) {
            containers.add(container);
        }
        return container;
    }

    /** Closes every connection with 1001. An application that comes back with the same class loader begins anew. */
    private void end() {
        synchronized (ALL) {
            ALL.values().remove(this);
        }
        List<SheetbendClientContainer> open;
        synchronized (containers) {
            open = List.copyOf(containers);
        }
        SheetbendClientContainer.close(open);
        threads.stop();
    }
}
