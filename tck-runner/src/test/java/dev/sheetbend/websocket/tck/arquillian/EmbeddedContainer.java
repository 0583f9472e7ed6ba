package dev.sheetbend.websocket.tck.arquillian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/**
 * A servlet container in the tests' JVM, with our jar on its class path and without a WebSocket of its own; Arquillian
 * deploys war archives to it, at a context path that is the archive's name. Arquillian calls, one call after the other.
 */
abstract class EmbeddedContainer implements DeployableContainer<EmbeddedConfiguration> {
    /** Where the containers listen. */
    static final String HOST = "127.0.0.1";

    /** Who can log in by HTTP: each user has one role. */
    static final Map<String, String> ROLES = Map.of("ann", "member", "bob", "guest");

    /** Of all users. */
    static final String PASSWORD = "secret";

    /** What a descriptor has to call the realm of the users; not every container asks. */
    static final String REALM = "embedded";

    /** The name of the {@code HTTPContext} that is the secure port. */
    private static final String SECURE = "secure";

    private static final System.Logger LOG = System.getLogger(EmbeddedContainer.class.getName());

    private boolean deploymentMayFail;

    /**
     * Starts the container without any application, on a free port of {@link #HOST}, and on a secure one if there is a key
     * store. It knows the users of {@link #ROLES}.
     */
    abstract void startServer(Optional<EmbeddedKeystore> keystore) throws Exception;

    abstract void stopServer() throws Exception;

    /** The port that it listens on. */
    abstract int port();

    /** The secure port, if it has one. */
    abstract OptionalInt securePort();

    /**
     * Deploys an application; throws if it does not start, and leaves nothing of it behind then.
     *
     * @param path the context path, with its slash
     * @param directory the exploded archive
     */
    abstract void startApplication(String path, Path directory) throws Exception;

    /** Takes an application away that has been started. */
    abstract void stopApplication(String path) throws Exception;

    /** Whether this application runs. */
    abstract boolean isRunning(String path);

    @Override
    public final Class<EmbeddedConfiguration> getConfigurationClass() {
        return EmbeddedConfiguration.class;
    }

    @Override
    public final ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 5.0");
    }

    @Override
    public final void setup(EmbeddedConfiguration configuration) {
        deploymentMayFail = configuration.isDeploymentMayFail();
    }

    @Override
    public final void start() throws LifecycleException {
        try {
            startServer(ServiceLoader.load(EmbeddedKeystore.class).findFirst());
        } catch (Exception e) {
            throw new LifecycleException("The container did not start", e);
        }
    }

    @Override
    public final void stop() throws LifecycleException {
        try {
            stopServer();
        } catch (Exception e) {
            throw new LifecycleException("The container did not stop", e);
        }
    }

    @Override
    public final ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String path = contextPath(archive);
        try {
            startApplication(path, explode(archive));
        } catch (Exception e) {
            if (!deploymentMayFail) {
                throw new DeploymentException("Could not deploy " + archive.getName(), e);
            }
            LOG.log(System.Logger.Level.WARNING, "Could not deploy " + archive.getName(), e);
        }
        // Tests that do not say which one they want get the first.
        var addresses = new ProtocolMetaData().addContext(at(new HTTPContext(HOST, port()), path));
        securePort().ifPresent(port -> addresses.addContext(at(new HTTPContext(SECURE, HOST, port), path)));
        return addresses;
    }

    /** Arquillian takes the context path of an application from its servlets. */
    private static HTTPContext at(HTTPContext http, String path) {
        return http.add(new Servlet("default", path));
    }

    @Override
    public final void undeploy(Archive<?> archive) throws DeploymentException {
        String path = contextPath(archive);
        if (!isRunning(path)) {
            return;
        }
        try {
            stopApplication(path);
        } catch (Exception e) {
            throw new DeploymentException("Could not undeploy " + archive.getName(), e);
        }
    }

    /** A new directory for files of the tests. */
    static Path scratch(String prefix) throws IOException {
        Path parent = Files.createDirectories(Path.of(System.getProperty("basedir", ""), "target", "arquillian"));
        return Files.createTempDirectory(parent.toAbsolutePath(), prefix);
    }

    private static String contextPath(Archive<?> archive) {
        return "/" + archive.getName().replaceFirst("\\.war$", "");
    }

    /** Unpacks the archive, and not the jars in it, which Tomcat would not find otherwise. */
    private static Path explode(Archive<?> archive) throws IOException {
        Path directory = scratch("war-");
        try (ZipInputStream in =
                new ZipInputStream(archive.as(ZipExporter.class).exportAsInputStream())) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
        return directory;
    }
}
