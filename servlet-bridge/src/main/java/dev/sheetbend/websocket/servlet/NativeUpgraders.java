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
    /** GlassFish and its relatives have the classes of Tomcat's servlet container, and not those of its connectors. */
    private static final String TOMCAT_CONNECTORS = "org.apache.coyote.Request";

    private static final String TOMCAT_UPGRADER = "dev.sheetbend.websocket.servlet.tomcat.TomcatUpgrader";
    private static final String UNDERTOW_REQUEST = "io.undertow.servlet.spec.HttpServletRequestImpl";
    private static final String UNDERTOW_UPGRADER = "dev.sheetbend.websocket.servlet.undertow.UndertowUpgrader";

    private final boolean evenWhereStandardWorks;
    private final Runnable serverStops;
    private volatile NativeUpgrader jetty;
    private volatile NativeUpgrader tomcat;
    private volatile NativeUpgrader undertow;

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
        } else if (evenWhereStandardWorks && unwrapped.getClass().getName().equals(UNDERTOW_REQUEST)) {
            found = undertow(unwrapped);
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
                        JETTY_UPGRADER,
                        sees("org.eclipse.jetty.io.EndPoint", own, containers)
                                ? own
                                : new BridgingClassLoader(
                                        own, containers, packageOf(JETTY_UPGRADER), List.of("org.eclipse.jetty.")));
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
            tomcat = standardBecauseOf("Tomcat", e);
            return Optional.empty();
        }
    }

    private Optional<NativeUpgrader> undertow(HttpServletRequest request) {
        NativeUpgrader upgrader = undertow;
        if (upgrader == null) {
            upgrader = loadForUndertow(request);
        }
        try {
            return upgrader.handles(request) ? Optional.of(upgrader) : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            undertow = standardBecauseOf("Undertow", e);
            return Optional.empty();
        }
    }

    private synchronized NativeUpgrader loadForUndertow(HttpServletRequest request) {
        if (undertow == null) {
            ClassLoader own = NativeUpgraders.class.getClassLoader();
            ClassLoader containers = request.getClass().getClassLoader();
            try {
                // Needed where our jar is on the module path and Undertow is on the class path.
                NativeUpgraders.class.getModule().addReads(request.getClass().getModule());
                undertow = load(
                        UNDERTOW_UPGRADER,
                        sees(UNDERTOW_REQUEST, own, containers)
                                        && sees("io.undertow.server.HttpServerExchange", own, containers)
                                        && sees("org.xnio.StreamConnection", own, containers)
                                ? own
                                : new BridgingClassLoader(
                                        own,
                                        containers,
                                        packageOf(UNDERTOW_UPGRADER),
                                        List.of("io.undertow.", "org.xnio.")));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                undertow = standardBecauseOf("Undertow", e);
            }
        }
        return undertow;
    }

    private synchronized NativeUpgrader loadForTomcat(HttpServletRequest request) {
        if (tomcat == null && !isTomcat(request.getClass().getClassLoader())) {
            tomcat = new HandlesNothing();
        } else if (tomcat == null) {
            try {
                // Needed where our jar is on the module path and Tomcat is on the class path.
                NativeUpgraders.class.getModule().addReads(request.getClass().getModule());
                tomcat = load(TOMCAT_UPGRADER, NativeUpgraders.class.getClassLoader());
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                tomcat = standardBecauseOf("Tomcat", e);
            }
        }
        return tomcat;
    }

    private static boolean isTomcat(ClassLoader container) {
        try {
            Class.forName(TOMCAT_CONNECTORS, false, container);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static NativeUpgrader standardBecauseOf(String container, Throwable cause) {
        LOGGER.log(
                Level.INFO,
                "This " + container
                        + "'s own sockets cannot be used; the standard upgrade of the Servlet API is used instead.",
                cause);
        return new HandlesNothing();
    }

    private static NativeUpgrader load(String name, ClassLoader loader) throws ReflectiveOperationException {
        return Class.forName(name, true, loader)
                .asSubclass(NativeUpgrader.class)
                .getConstructor()
                .newInstance();
    }

    /** Servers hide their classes from web applications; an embedded one does not. */
    private static boolean sees(String probe, ClassLoader own, ClassLoader containerLoader) {
        try {
            return Class.forName(probe, false, own) == Class.forName(probe, false, containerLoader);
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('.') + 1);
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
