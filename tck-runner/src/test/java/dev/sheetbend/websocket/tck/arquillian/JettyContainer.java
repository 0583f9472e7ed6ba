package dev.sheetbend.websocket.tck.arquillian;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;

/**
 * Jetty 12.1 in the tests' JVM, with our jar on its class path and its own WebSocket absent; Arquillian deploys war
 * archives to it. Arquillian calls, one call after the other.
 */
public final class JettyContainer implements DeployableContainer<JettyConfiguration> {
    private static final String HOST = "127.0.0.1";

    private final Map<String, WebAppContext> applications = new HashMap<>();
    private Server server;
    private ServerConnector connector;
    private ContextHandlerCollection contexts;

    @Override
    public Class<JettyConfiguration> getConfigurationClass() {
        return JettyConfiguration.class;
    }

    @Override
    public void start() throws LifecycleException {
        server = new Server();
        connector = new ServerConnector(server);
        connector.setHost(HOST);
        server.addConnector(connector);
        contexts = new ContextHandlerCollection(true);
        server.setHandler(contexts);
        try {
            server.start();
        } catch (Exception e) {
            throw new LifecycleException("Jetty did not start", e);
        }
    }

    @Override
    public void stop() throws LifecycleException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new LifecycleException("Jetty did not stop", e);
        }
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 5.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String path = "/" + archive.getName().replaceFirst("\\.war$", "");
        WebAppContext application = new WebAppContext();
        application.setContextPath(path);
        application.setThrowUnavailableOnStartupException(true);
        // Where Jetty looks for initializers on its own class path, and for what they ask for in the war.
        application.setAttribute(MetaInfConfiguration.CONTAINER_JAR_PATTERN, ".*/sheetbend-websocket[^/]*\\.jar$");
        try {
            application.setBaseResourceAsPath(explode(archive));
            contexts.addHandler(application);
            application.start();
        } catch (Exception e) {
            contexts.removeHandler(application);
            throw new DeploymentException("Could not deploy " + archive.getName(), e);
        }
        applications.put(archive.getName(), application);
        HTTPContext http = new HTTPContext(HOST, connector.getLocalPort());
        http.add(new Servlet("default", path));
        return new ProtocolMetaData().addContext(http);
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        WebAppContext application = applications.remove(archive.getName());
        try {
            application.stop();
        } catch (Exception e) {
            throw new DeploymentException("Could not undeploy " + archive.getName(), e);
        } finally {
            contexts.removeHandler(application);
            application.destroy();
        }
    }

    private static Path explode(Archive<?> archive) throws IOException {
        Path parent = Files.createDirectories(Path.of(System.getProperty("basedir", ""), "target", "arquillian"));
        Path directory = Files.createTempDirectory(parent.toAbsolutePath(), "war-");
        File exploded = archive.as(ExplodedExporter.class).exportExploded(directory.toFile());
        return exploded.toPath();
    }
}
