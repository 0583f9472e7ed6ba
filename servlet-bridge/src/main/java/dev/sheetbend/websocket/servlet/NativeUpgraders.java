package dev.sheetbend.websocket.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds out which container a request comes from, and loads the transport for it once. The instance belongs to the filter
 * of one ServletContext, so that nothing outlives the application. Any thread.
 */
final class NativeUpgraders {
    private static final String JETTY_REQUEST = "org.eclipse.jetty.ee";
    private static final String JETTY_UPGRADER = "dev.sheetbend.websocket.servlet.jetty.JettyUpgrader";

    private volatile NativeUpgrader jetty;

    /**
     * @return an upgrader that takes the wrapped request, or empty for a container whose standard upgrade is used
     * @throws IOException when the container needs an upgrader and it cannot be loaded
     */
    Optional<NativeUpgrader> upgraderFor(HttpServletRequest request) throws IOException {
        HttpServletRequest unwrapped = unwrap(request);
        if (!unwrapped.getClass().getName().startsWith(JETTY_REQUEST)) {
            return Optional.empty();
        }
        NativeUpgrader upgrader = jetty;
        if (upgrader == null) {
            upgrader = load(unwrapped.getClass().getClassLoader());
            jetty = upgrader;
        }
        NativeUpgrader target = upgrader;
        return Optional.of((wrapped, response, headers, services, acceptor) ->
                target.upgrade(unwrapped, response, headers, services, acceptor));
    }

    private static HttpServletRequest unwrap(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner instanceof HttpServletRequest httpRequest ? httpRequest : request;
    }

    private static NativeUpgrader load(ClassLoader containerLoader) throws IOException {
        ClassLoader own = NativeUpgraders.class.getClassLoader();
        try {
            ClassLoader loader = seesJetty(own, containerLoader) ? own : new BridgingClassLoader(own, containerLoader);
            return Class.forName(JETTY_UPGRADER, true, loader)
                    .asSubclass(NativeUpgrader.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IOException("The WebSocket transport for Jetty cannot be loaded", e);
        }
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
}
