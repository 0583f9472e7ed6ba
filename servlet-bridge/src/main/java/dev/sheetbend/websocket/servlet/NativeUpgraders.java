package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which container a request comes from, and loads the transport for it once. The instance belongs to the filter
 * of one ServletContext, so that nothing outlives the application. Any thread.
 */
final class NativeUpgraders {
    private static final System.Logger LOGGER = System.getLogger(NativeUpgraders.class.getName());
    private static final String JETTY_REQUEST = "org.eclipse.jetty.ee";
    private static final String JETTY_UPGRADER = "dev.sheetbend.websocket.servlet.jetty.JettyUpgrader";
    private static final String TOMCAT_REQUEST = "org.apache.catalina.connector.RequestFacade";
    private static final String TOMCAT_UPGRADER = "dev.sheetbend.websocket.servlet.tomcat.TomcatUpgrader";

    private final boolean evenWhereStandardWorks;
    private final Runnable serverStops;
    private volatile NativeUpgrader jetty;
    private volatile NativeUpgrader tomcat;

    /**
     * @param evenWhereStandardWorks false for native transports only where there is no other
     * @param serverStops run when a server is about to close the connections under the application
     */
    NativeUpgraders(boolean evenWhereStandardWorks, Runnable serverStops) {
        this.serverStops = serverStops;
        this.evenWhereStandardWorks = evenWhereStandardWorks;
    }

    /**
     * @return an upgrader that takes the wrapped request, or empty for a container whose standard upgrade is used
     * @throws IOException when the container needs an upgrader and it cannot be loaded
     */
    Optional<NativeUpgrader> upgraderFor(HttpServletRequest request) throws IOException {
        HttpServletRequest unwrapped = ContainerRequest.of(request);
        Optional<NativeUpgrader> found = Optional.empty();
        if (unwrapped.getClass().getName().startsWith(JETTY_REQUEST)) {
            found = Optional.of(jetty(unwrapped));
        } else if (evenWhereStandardWorks && unwrapped.getClass().getName().equals(TOMCAT_REQUEST)) {
            found = tomcat(unwrapped);
        }
        return found.map(target -> (wrapped, response, headers, services, acceptor) ->
                target.upgrade(unwrapped, response, headers, services, acceptor));
    }

    private NativeUpgrader jetty(HttpServletRequest request) throws IOException {
        NativeUpgrader upgrader = jetty;
        return upgrader != null ? upgrader : loadForJetty(request);
    }

    private synchronized NativeUpgrader loadForJetty(HttpServletRequest request) throws IOException {
        if (jetty == null) {
            ClassLoader own = NativeUpgraders.class.getClassLoader();
            ClassLoader containers = request.getClass().getClassLoader();
            try {
                NativeUpgrader upgrader = load(
                        JETTY_UPGRADER, seesJetty(own, containers) ? own : new BridgingClassLoader(own, containers));
                upgrader.beforeServerStops(request, serverStops);
                jetty = upgrader;
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new IOException("The WebSocket transport for Jetty cannot be loaded", e);
            }
        }
        return jetty;
    }

    /** The application has stopped. */
    synchronized void release() {
        if (jetty != null) {
            jetty.release();
        }
    }

    private Optional<NativeUpgrader> tomcat(HttpServletRequest request) {
        NativeUpgrader upgrader = tomcat;
        if (upgrader == null) {
            upgrader = loadForTomcat(request);
        }
        try {
            return upgrader.handles(request) ? Optional.of(upgrader) : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            tomcat = standardBecauseOf(e);
            return Optional.empty();
        }
    }

    private synchronized NativeUpgrader loadForTomcat(HttpServletRequest request) {
        if (tomcat == null) {
            try {
                // Needed where our jar is on the module path and Tomcat is on the class path.
                NativeUpgraders.class.getModule().addReads(request.getClass().getModule());
                tomcat = load(TOMCAT_UPGRADER, NativeUpgraders.class.getClassLoader());
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                tomcat = standardBecauseOf(e);
            }
        }
        return tomcat;
    }

    private static NativeUpgrader standardBecauseOf(Throwable cause) {
        LOGGER.log(
                Level.INFO,
                "This Tomcat's own sockets cannot be used; the standard upgrade of the Servlet API is used instead.",
                cause);
        return new HandlesNothing();
    }

    private static NativeUpgrader load(String name, ClassLoader loader) throws ReflectiveOperationException {
        return Class.forName(name, true, loader)
                .asSubclass(NativeUpgrader.class)
                .getConstructor()
                .newInstance();
    }

    /** Jetty hides its classes from web applications; an embedded one does not. */
    private static boolean seesJetty(ClassLoader own, ClassLoader containerLoader) {
        String probe = "org.eclipse.jetty.io.EndPoint";
        try {
            return Class.forName(probe, false, own) == Class.forName(probe, false, containerLoader);
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Stands for an upgrader that cannot be loaded. */
    private static final class HandlesNothing implements NativeUpgrader {
        @Override
        public boolean handles(HttpServletRequest request) {
            return false;
        }

        @Override
        public void upgrade(
                HttpServletRequest request,
                HttpServletResponse response,
                Map<String, List<String>> headers,
                TransportServices services,
                Acceptor acceptor)
                throws IOException {
            throw new IOException("There is no native transport for this container");
        }
    }
}
