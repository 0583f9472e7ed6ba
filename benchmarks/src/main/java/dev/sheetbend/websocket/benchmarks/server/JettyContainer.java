package dev.sheetbend.websocket.benchmarks.server;

import jakarta.servlet.ServletContainerInitializer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with its defaults. */
final class JettyContainer implements EmbeddedServer {
    private final ServletContainerInitializer initializer;

    JettyContainer(ServletContainerInitializer initializer) {
        this.initializer = initializer;
    }

    @Override
    public int start() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(HOST);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(
                initializer, Endpoints.of(initializer).toArray(Class<?>[]::new));
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    @Override
    public String version() {
        return "Jetty/" + Server.getVersion();
    }
}
