/** Serves WebSocket endpoints in any servlet container. */
module dev.sheetbend.websocket.servlet {
    requires transitive dev.sheetbend.websocket;
    requires transitive jakarta.servlet;
    // For the security constraints in deployment descriptors.
    requires java.xml;
    // Only there when Jetty is the container.
    requires static org.eclipse.jetty.io;
    requires static org.eclipse.jetty.server;
    // Only there when Undertow is embedded; names that its jars' file names make.
    requires static undertow.core;
    requires static undertow.servlet;
    requires static xnio.api;
    // Tomcat's module cannot be required beside jakarta.servlet, whose packages it brings as well; when Tomcat is the
    // container, it is read from the class path.

    exports dev.sheetbend.websocket.servlet;
    exports dev.sheetbend.websocket.servlet.undertow;

    provides jakarta.servlet.ServletContainerInitializer with
            dev.sheetbend.websocket.servlet.SheetbendInitializer;
}
