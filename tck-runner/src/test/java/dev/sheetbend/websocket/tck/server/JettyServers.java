package dev.sheetbend.websocket.tck.server;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What Jetty 12.0 and 12.1 have in common: the server and its two connectors, without an application. */
final class JettyServers {
    private JettyServers() {}

    static Server create(ServerSettings settings) {
        Server server = new Server();
        ServerConnector plain = new ServerConnector(server);
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(settings.keystore().toString());
        tls.setKeyStorePassword(ServerSettings.PASSWORD);
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector secure = new ServerConnector(
                server,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(https));
        for (ServerConnector connector : new ServerConnector[] {plain, secure}) {
            connector.setHost(ServerSettings.HOST);
            server.addConnector(connector);
        }
        return server;
    }

    /** Where the started server listens. */
    static EmbeddedServer.Ports ports(Server server) {
        return new EmbeddedServer.Ports(port(server, 0), port(server, 1));
    }

    private static int port(Server server, int connector) {
        return ((ServerConnector) server.getConnectors()[connector]).getLocalPort();
    }
}
