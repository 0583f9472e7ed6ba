package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.container.ClientsOfApplications;
import dev.sheetbend.websocket.container.Settings;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Found by {@link ContainerProvider#getWebSocketContainer}, which has to give a new container each time. What costs
 * something, the threads, is shared by all containers of one application: of one context class loader.
 */
public final class SheetbendContainerProvider extends ContainerProvider {
    /** Guarded by itself. The threads know nothing of the application, so nothing here holds a class loader. */
    private static final Map<ClassLoader, ClientThreads> THREADS = new WeakHashMap<>();

    /** For the service loader. */
    public SheetbendContainerProvider() {}

    @Override
    protected WebSocketContainer getContainer() {
        Settings settings = Settings.of(name -> null);
        ClassLoader application = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(ClassLoader::getSystemClassLoader);
        var container = new SheetbendClientContainer(settings, threads(application, settings));
        ClientsOfApplications.add(application, container);
        return container;
    }

    private static ClientThreads threads(ClassLoader application, Settings settings) {
        synchronized (THREADS) {
            return THREADS.computeIfAbsent(application, loader -> ClientThreads.of(settings));
        }
    }
}
