/** Serves WebSocket endpoints in any servlet container. */
module dev.sheetbend.websocket.servlet {
    requires dev.sheetbend.websocket;
    requires jakarta.servlet;
    // Only there when Jetty is the container.
    requires static org.eclipse.jetty.io;
    requires static org.eclipse.jetty.server;

    exports dev.sheetbend.websocket.servlet;
}
