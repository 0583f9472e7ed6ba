package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.UpgradeAnswer.Acceptor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Switches a connection over by a container's own means where the standard ones do not work. Implementations have a
 * public constructor without parameters, and may live in a class loader of their own. Any thread.
 */
public interface NativeUpgrader {
    /**
     * Whether this request's connection can be switched so; if not, the standard upgrade is used.
     *
     * @param request the container's own request, no wrapper
     */
    default boolean handles(HttpServletRequest request) {
        return true;
    }

    /**
     * Has the task run when the server begins to stop, before it closes connections and before applications learn of it.
     * Called once, before the first upgrade; {@link #release} undoes it. Only for servers that stop in that order.
     *
     * @param request the container's own request, no wrapper
     * @throws IOException when this version of the server is not supported
     */
    default void beforeServerStops(HttpServletRequest request, Runnable task) throws IOException {
        // Most servers stop their applications first.
    }

    /** The application has stopped: the server keeps nothing of this upgrader. */
    default void release() {
        // Most upgraders leave nothing with the server.
    }

    /**
     * Sets up the answer so that the container switches the connection over when the request has been handled.
     *
     * @param request the container's own request, no wrapper
     * @param headers of the answer, at least one value each
     * @throws IOException when this connection cannot be switched; nothing was started
     */
    void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, List<String>> headers,
            TransportServices services,
            Acceptor acceptor)
            throws IOException;

    /**
     * Sets headers of an answer, each value a line of its own.
     *
     * @param headers at least one value each
     */
    static void setHeaders(Map<String, List<String>> headers, HttpServletResponse response) {
        headers.forEach((name, values) -> {
            response.setHeader(name, values.get(0));
            for (int i = 1; i < values.size(); i++) {
                response.addHeader(name, values.get(i));
            }
        });
    }
}
