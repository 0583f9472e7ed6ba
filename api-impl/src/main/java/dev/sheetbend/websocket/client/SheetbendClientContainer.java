package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.container.BaseContainer;
import dev.sheetbend.websocket.container.Connector;
import dev.sheetbend.websocket.container.Settings;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A container of client endpoints with defaults of its own. The threads behind it are shared with other containers of the
 * same application. It need not be closed: everything that is not in use ends by itself, and what is in use ends with the
 * web application that has made it. Thread safe.
 */
public final class SheetbendClientContainer extends BaseContainer implements AutoCloseable {
    private static final long CLOSE_SECONDS = 2;

    private final ClientThreads threads;

    /**
     * @throws IllegalArgumentException when a property has an illegal value; the text names it
     */
    SheetbendClientContainer(Settings settings, ClientThreads threads) {
        super(settings);
        this.threads = threads;
    }

    @Override
    protected Connector newConnector() {
        return new ClientConnector(this, threads, () -> {});
    }

    /**
     * Closes every session with 1001, gives the closing handshakes two seconds, and cuts what is left. Connecting throws a
     * {@link jakarta.websocket.DeploymentException} from then on. Any number of times.
     */
    @Override
    public void close() {
        close(List.of(this));
    }

    /** Closes all of them, which takes no longer than closing one. */
    static void close(Collection<SheetbendClientContainer> containers) {
        containers.forEach(SheetbendClientContainer::beginStopOfConnector);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        containers.forEach(container -> container.end(deadline));
    }

    private void end(long deadline) {
        stopConnector(deadline);
        stopExtensions();
        instances().close();
        stopTimer();
    }
}
