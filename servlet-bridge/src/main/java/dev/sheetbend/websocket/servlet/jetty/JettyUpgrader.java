package dev.sheetbend.websocket.servlet.jetty;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import dev.sheetbend.websocket.servlet.NativeUpgrader;
import dev.sheetbend.websocket.servlet.TransportServices;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.component.LifeCycle;

/** Gives Jetty the connection that takes over when the answer with 101 has been sent. Any thread. */
public final class JettyUpgrader implements NativeUpgrader {
    // Guarded by this.
    private Server server;
    private LifeCycle.Listener stopListener;

    /** Called by reflection. */
    public JettyUpgrader() {}

    /** A server that is stopped as a whole closes its connections before it stops its applications. */
    @Override
    public synchronized void beforeServerStops(HttpServletRequest request, Runnable task) throws IOException {
        server = coreRequest(request).getConnectionMetaData().getConnector().getServer();
        stopListener = new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle event) {
                task.run();
            }
        };
        server.addEventListener(stopListener);
    }

    @Override
    public synchronized void release() {
        if (server != null) {
            server.removeEventListener(stopListener);
        }
    }

    @Override
    public void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, List<String>> headers,
            TransportServices services,
            Acceptor acceptor)
            throws IOException {
        Request core = coreRequest(request);
        TunnelSupport tunnel = core.getTunnelSupport();
        if (tunnel == null) {
            throw new IOException("Jetty offers no tunnel on this connection");
        }
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        NativeUpgrader.setHeaders(headers, response);
        core.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new JettyTransport(
                        tunnel.getEndPoint(), core.getConnectionMetaData().getConnector(), services, acceptor));
    }

    /** The servlet request's class differs between Jetty's servlet versions; the accessor's name does not. */
    private static Request coreRequest(HttpServletRequest request) throws IOException {
        try {
            return (Request) request.getClass().getMethod("getRequest").invoke(request);
        } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException | ClassCastException e) {
            throw new IOException("This version of Jetty is not supported", e);
        }
    }
}
