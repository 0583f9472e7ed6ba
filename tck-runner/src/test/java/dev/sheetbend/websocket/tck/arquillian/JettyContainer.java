package dev.sheetbend.websocket.tck.arquillian;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.security.Credential;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty 12.1 (ee11). */
public final class JettyContainer extends EmbeddedContainer {
    private final Map<String, WebAppContext> applications = new HashMap<>();
    private Server server;
    private ServerConnector connector;
    private Optional<ServerConnector> secureConnector = Optional.empty();
    private ContextHandlerCollection contexts;

    @Override
    void startServer(Optional<EmbeddedKeystore> keystore) throws Exception {
        server = new Server();
        connector = added(new ServerConnector(server));
        secureConnector = keystore.map(store -> added(secure(store)));
        server.addBean(login(REALM));
        // For descriptors that name no realm.
        server.addBean(login("default"));
        contexts = new ContextHandlerCollection(true);
        server.setHandler(contexts);
        server.start();
    }

    private ServerConnector added(ServerConnector added) {
        added.setHost(HOST);
        server.addConnector(added);
        return added;
    }

    private ServerConnector secure(EmbeddedKeystore keystore) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keystore.file().toString());
        tls.setKeyStorePassword(keystore.password());
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(https));
    }

    private static LoginService login(String realm) {
        UserStore users = new UserStore();
        ROLES.forEach((name, role) -> users.addUser(name, Credential.getCredential(PASSWORD), new String[] {role}));
        HashLoginService login = new HashLoginService(realm);
        login.setUserStore(users);
        return login;
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
    OptionalInt securePort() {
        return secureConnector.stream().mapToInt(ServerConnector::getLocalPort).findFirst();
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
            // What is started by itself is not managed, and the identifiers of HTTP sessions change in managed contexts
            // only.
            contexts.manage(application);
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
