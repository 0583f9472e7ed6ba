package dev.sheetbend.websocket.servlet.tomcat;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.servlet.TransportServices;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * What Tomcat instantiates for an upgraded connection and tells of its events: makes the {@link TomcatTransport} and gives
 * that to the acceptor. Public for Tomcat only, which calls it under the socket's lock, apart from {@link #destroy}.
 */
public final class TomcatUpgradeHandler implements InternalHttpUpgradeHandler {
    private static final System.Logger LOGGER = System.getLogger(TomcatUpgradeHandler.class.getName());

    private final AtomicReference<Acceptor> acceptor = new AtomicReference<>();
    private volatile TransportServices services;
    private volatile Semaphore inlineTurns;
    private volatile SocketWrapperBase<?> wrapper;
    private volatile TomcatTransport transport;

    /** For Tomcat. */
    public TomcatUpgradeHandler() {}

    /** Called between Tomcat's making this object and its {@link #init}. */
    void configure(TransportServices shared, Semaphore turns, Acceptor target) {
        services = shared;
        inlineTurns = turns;
        acceptor.set(target);
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> given) {
        wrapper = given;
        // The session has its own timeouts.
        given.setReadTimeout(-1);
        given.setWriteTimeout(-1);
    }

    @Override
    public void init(WebConnection connection) {
        Acceptor target = acceptor.getAndSet(null);
        if (target == null) {
            LOGGER.log(System.Logger.Level.ERROR, "Tomcat has lost the state of an upgrade.");
            wrapper.close();
            return;
        }
        TomcatTransport made;
        try {
            made = new TomcatTransport(new TomcatSocket(wrapper, services.timer()), services, inlineTurns);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "Tomcat gave no usable socket for an upgraded connection.", e);
            target.abandon();
            wrapper.close();
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

    /**
     * Answers {@code SUSPENDED} for an open connection: then only the transport asks Tomcat for the next event. While
     * somebody is still inside a socket that has to be closed, the transport closes it later; so {@code CLOSED}, which makes
     * Tomcat do it, is only said of one that is closed already.
     */
    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        TomcatTransport target = transport;
        if (target == null) {
            return SocketState.CLOSED;
        }
        if (event == SocketEvent.OPEN_READ) {
            target.readable();
        } else if (event != SocketEvent.OPEN_WRITE) {
            IOException error = wrapper.getError();
            target.lost(error != null ? error : new IOException("Tomcat ended the connection: " + event));
        }
        if (!wrapper.isClosed()) {
            return SocketState.SUSPENDED;
        }
        target.released();
        return SocketState.CLOSED;
    }

    @Override
    public void destroy() {
        TomcatTransport made = transport;
        if (made != null) {
            made.released();
            return;
        }
        Acceptor unused = acceptor.getAndSet(null);
        if (unused != null) {
            unused.abandon();
        }
    }

    @Override
    public void timeoutAsync(long now) {
        // For asynchronous requests; this is none.
    }

    @Override
    public void setSslSupport(SSLSupport support) {
        // What the handshake request tells of TLS was copied before.
    }

    @Override
    public void pause() {
        // The connector takes no new connections; those that are there go on.
    }
}
