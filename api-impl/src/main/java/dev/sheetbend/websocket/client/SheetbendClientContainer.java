package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.container.BaseContainer;
import dev.sheetbend.websocket.container.ClientsOfApplications;
import dev.sheetbend.websocket.container.Connector;
import dev.sheetbend.websocket.container.Settings;

/**
 * A container of client endpoints with defaults of its own. The threads behind it are shared with other containers of the
 * same application. It need not be closed: everything that is not in use ends by itself, and everything with the web
 * application, if it was made in one that has a class loader of its own. Thread safe.
 */
public final class SheetbendClientContainer extends BaseContainer implements ClientsOfApplications.Client {
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
        stopConnector();
        stopExtensions();
        instances().close();
        stopTimer();
    }
}
