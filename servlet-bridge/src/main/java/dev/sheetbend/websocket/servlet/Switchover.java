package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.UpgradeAnswer.Accepted;
import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Turns an accepted request into a WebSocket connection, the way the servlet container at hand can do it. Any thread. */
final class Switchover {
    private static final System.Logger LOGGER = System.getLogger(Switchover.class.getName());

    private final TransportServices services;
    private final NativeUpgraders nativeUpgraders;

    /** Those of the latest connection: as a rule the next one is for the same endpoint. */
    private volatile TransportServices latest;

    /**
     * @param serverStops run when a server is about to close the connections under the application
     */
    Switchover(TransportServices services, Runnable serverStops) {
        this.services = services;
        this.latest = services;
        this.nativeUpgraders = new NativeUpgraders(services.nativeSockets(), serverStops);
    }

    /** The application has stopped. */
    void release() {
        nativeUpgraders.release();
    }

    /** Upgrades the connection; when that fails, the acceptor is told and the answer is 500 or 501. */
    void to(Accepted accepted, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (request.isAsyncStarted()) {
                // Tomcat and Undertow would never finish such a request.
                throw new ServletException("the request has been put into asynchronous mode before");
            }
            TransportServices own = servicesFor(accepted.acceptor());
            Optional<NativeUpgrader> upgrader = nativeUpgraders.upgraderFor(request);
            if (upgrader.isPresent()) {
                upgrader.get().upgrade(request, response, accepted.headers(), own, accepted.acceptor());
            } else {
                upgradeByStandard(accepted, request, response, own);
            }
        } catch (UnsupportedOperationException e) {
            fail(accepted, response, HttpServletResponse.SC_NOT_IMPLEMENTED, e);
        } catch (IOException | ServletException | RuntimeException | LinkageError e) {
            fail(accepted, response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, e);
        }
    }

    private TransportServices servicesFor(Acceptor acceptor) {
        TransportServices known = latest;
        if (known.areFor(acceptor)) {
            return known;
        }
        TransportServices own = services.forEndpoint(acceptor);
        latest = own;
        return own;
    }

    private static void upgradeByStandard(
            Accepted accepted, HttpServletRequest request, HttpServletResponse response, TransportServices own)
            throws IOException, ServletException {
        // Not every container sets these by itself.
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        NativeUpgrader.setHeaders(accepted.headers(), response);
        request.upgrade(StandardUpgradeHandler.class).configure(own, request.isSecure(), accepted.acceptor());
    }

    private static void fail(Accepted accepted, HttpServletResponse response, int status, Throwable cause)
            throws IOException {
        LOGGER.log(
                Level.WARNING,
                "The servlet container could not switch a connection to WebSocket; the request is answered " + status
                        + ".",
                cause);
        accepted.acceptor().abandon();
        if (!response.isCommitted()) {
            response.reset();
            response.sendError(status);
        }
    }
}
