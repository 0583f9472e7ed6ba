package dev.sheetbend.websocket.tck.arquillian;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat 11. */
public final class TomcatContainer extends EmbeddedContainer {
    // The parent of the loggers to which Tomcat says why an application did not start.
    private static final Logger CATALINA = Logger.getLogger("org.apache.catalina.core");

    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

    private final Map<String, Context> applications = new HashMap<>();
    private Tomcat tomcat;
    private Connector connector;
    private Optional<Connector> secureConnector = Optional.empty();

    @Override
    void startServer(Optional<EmbeddedKeystore> keystore) throws Exception {
        tomcat = new Tomcat();
        tomcat.setBaseDir(scratch("tomcat-").toString());
        connector = connector();
        tomcat.setConnector(connector);
        secureConnector = keystore.map(TomcatContainer::secure);
        secureConnector.ifPresent(tomcat.getService()::addConnector);
        ROLES.forEach((name, role) -> {
            tomcat.addUser(name, PASSWORD);
            tomcat.addRole(name, role);
        });
        tomcat.start();
    }

    private static Connector connector() {
        Connector connector = new Connector();
        connector.setProperty("address", HOST);
        connector.setPort(0);
        return connector;
    }

    private static Connector secure(EmbeddedKeystore keystore) {
        SSLHostConfig config = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(keystore.file().toString());
        certificate.setCertificateKeystorePassword(keystore.password());
        certificate.setCertificateKeystoreType("PKCS12");
        config.addCertificate(certificate);
        Connector connector = connector();
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(config);
        return connector;
    }

    @Override
    void stopServer() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Override
    int port() {
        return connector.getLocalPort();
    }

    @Override
    OptionalInt securePort() {
        return secureConnector.stream().mapToInt(Connector::getLocalPort).findFirst();
    }

    @Override
    void startApplication(String path, Path directory) throws Exception {
        StandardContext application = new StandardContext();
        application.setName(path);
        application.setPath(path);
        application.setDocBase(directory.toString());
        // These searches need the JDK's internals opened, and say so on every stop.
        application.setClearReferencesThreadLocals(false);
        application.setClearReferencesRmiTargets(false);
        // The tests' class path has everybody's endpoints; initializers are found there without a scan.
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        application.setJarScanner(scanner);
        ContextConfig config = new ContextConfig();
        // In place of a web.xml for all applications, which would ask for JSP.
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        application.addLifecycleListener(config);
        Tomcat.addServlet(application, "default", new DefaultServlet()).addMapping("/");
        TYPES.forEach(application::addMimeMapping);

        Host host = tomcat.getHost();
        FailureCollector failures = new FailureCollector();
        CATALINA.addHandler(failures);
        try {
            host.addChild(application);
        } finally {
            CATALINA.removeHandler(failures);
        }
        if (!application.getState().isAvailable()) {
            host.removeChild(application);
            throw failures.exception();
        }
        applications.put(path, application);
    }

    @Override
    void stopApplication(String path) throws Exception {
        Context application = applications.remove(path);
        try {
            application.stop();
        } finally {
            tomcat.getHost().removeChild(application);
        }
    }

    @Override
    boolean isRunning(String path) {
        return applications.containsKey(path);
    }

    /** Keeps what Tomcat only logs. */
    private static final class FailureCollector extends Handler {
        private final IllegalStateException failure = new IllegalStateException("Tomcat did not start the application");

        IllegalStateException exception() {
            return failure;
        }

        @Override
        public void publish(LogRecord entry) {
            Throwable thrown = entry.getThrown();
            if (thrown != null) {
                failure.addSuppressed(thrown);
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
