package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a servlet container instantiates for an upgraded connection: makes its {@link StandardTransport} and gives that to
 * the acceptor. Public for the container only.
 */
public final class StandardUpgradeHandler implements HttpUpgradeHandler {
    private static final System.Logger LOGGER = System.getLogger(StandardUpgradeHandler.class.getName());

    private final AtomicReference<Acceptor> acceptor = new AtomicReference<>();
    private volatile TransportServices services;
    private volatile StandardTransport transport;

    /** For the container. */
    public StandardUpgradeHandler() {}

    /** Called between the container's making this object and its {@link #init}. */
    void configure(TransportServices shared, Acceptor target) {
        services = shared;
        acceptor.set(target);
    }

    @Override
    public void init(WebConnection connection) {
        Acceptor target = acceptor.getAndSet(null);
        if (target == null) {
            LOGGER.log(System.Logger.Level.ERROR, "The servlet container has lost the state of an upgrade.");
            closeUnused(connection);
            return;
        }
        StandardTransport made;
        try {
            made = new StandardTransport(connection, services);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.ERROR, "The servlet container gave no streams for an upgraded connection.", e);
            target.abandon();
            closeUnused(connection);
            return;
        }
        transport = made;
        try {
            target.accept(made);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "A WebSocket session could not be started.", e);
            made.abort();
        }
    }

    @Override
    public void destroy() {
        StandardTransport made = transport;
        if (made != null) {
            made.destroyed();
            return;
        }
        Acceptor unused = acceptor.getAndSet(null);
        if (unused != null) {
            unused.abandon();
        }
    }

    private static void closeUnused(WebConnection connection) {
        try {
            connection.close();
        } catch (Exception e) {
            LOGGER.log(System.Logger.Level.DEBUG, "Closing an upgraded connection failed.", e);
        }
    }
}
