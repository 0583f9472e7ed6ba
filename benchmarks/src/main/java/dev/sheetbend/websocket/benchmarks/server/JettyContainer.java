package dev.sheetbend.websocket.benchmarks.server;

import jakarta.servlet.ServletContainerInitializer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with its defaults. */
final class JettyContainer implements EmbeddedContainer {
    @Override
    public int start(ServletContainerInitializer initializer) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(HOST);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(initializer, ENDPOINTS.toArray(Class<?>[]::new));
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    @Override
    public String version() {
        return "Jetty/" + Server.getVersion();
    }
}
