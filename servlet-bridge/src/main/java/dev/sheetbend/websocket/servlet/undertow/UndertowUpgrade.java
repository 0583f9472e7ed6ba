package dev.sheetbend.websocket.servlet.undertow;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.servlet.TransportServices;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.server.ServerConnection;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.xnio.StreamConnection;

/**
 * Waits for the answer with 101 to leave, and makes the {@link UndertowTransport} then; or for the connection to be closed
 * before. Undertow keeps this object as long as the connection, so it lets go of everything. Any thread.
 */
final class UndertowUpgrade implements HttpUpgradeListener, ServerConnection.CloseListener {
    private static final System.Logger LOGGER = System.getLogger(UndertowUpgrade.class.getName());

    private record Pending(TransportServices services, Executor crew, Acceptor acceptor) {}

    private final AtomicReference<Pending> pending;

    /**
     * @param crew runs what delivers input
     */
    UndertowUpgrade(TransportServices services, Executor crew, Acceptor acceptor) {
        pending = new AtomicReference<>(new Pending(services, crew, acceptor));
    }

    @Override
    public void handleUpgrade(StreamConnection connection, HttpServerExchange exchange) {
        Pending taken = pending.getAndSet(null);
        if (taken == null) {
            return;
        }
        if (Thread.currentThread() != connection.getIoThread()) {
            accept(taken, connection);
            return;
        }
        try {
            taken.services().workers().execute(() -> accept(taken, connection));
        } catch (RejectedExecutionException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "The application stopped during an opening handshake.", e);
            taken.acceptor().abandon();
            new UndertowSocket(connection).close();
        }
    }

    private static void accept(Pending taken, StreamConnection connection) {
        UndertowTransport transport = new UndertowTransport(connection, taken.services(), taken.crew());
        try {
            taken.acceptor().accept(transport);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "A WebSocket session could not be started.", e);
            transport.abort();
        }
    }

    @Override
    public void closed(ServerConnection connection) {
        Pending unused = pending.getAndSet(null);
        if (unused != null) {
            unused.acceptor().abandon();
        }
    }
}
