package dev.sheetbend.websocket.tck.arquillian;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty 12.1 (ee11). */
public final class JettyContainer extends EmbeddedContainer {
    private final Map<String, WebAppContext> applications = new HashMap<>();
    private Server server;
    private ServerConnector connector;
    private ContextHandlerCollection contexts;

    @Override
    void startServer() throws Exception {
        server = new Server();
        connector = new ServerConnector(server);
        connector.setHost(HOST);
        server.addConnector(connector);
        contexts = new ContextHandlerCollection(true);
        server.setHandler(contexts);
        server.start();
    }

    @Override
    void stopServer() throws Exception {
        server.stop();
    }

    @Override
    int port() {
        return connector.getLocalPort();
    }

    @Override
    void startApplication(String path, Path directory) throws Exception {
        WebAppContext application = new WebAppContext();
        application.setContextPath(path);
        application.setThrowUnavailableOnStartupException(true);
        // Where Jetty looks for initializers on its own class path, and for what they ask for in the war.
        application.setAttribute(MetaInfConfiguration.CONTAINER_JAR_PATTERN, ".*/sheetbend-websocket[^/]*\\.jar$");
        application.setBaseResourceAsPath(directory);
        contexts.addHandler(application);
        try {
            application.start();
        } catch (Exception e) {
            contexts.removeHandler(application);
            throw e;
        }
        applications.put(path, application);
    }

    @Override
    void stopApplication(String path) throws Exception {
        WebAppContext application = applications.remove(path);
        try {
            application.stop();
        } finally {
            contexts.removeHandler(application);
            application.destroy();
        }
    }

    @Override
    boolean isRunning(String path) {
        return applications.containsKey(path);
    }
}
