package dev.sheetbend.websocket.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty 12.0 in process. */
final class JettyServer implements TestServer {
    private final Server server = new Server();

    @Override
    public int start(Filter filter, Optional<TestCertificate> certificate) throws Exception {
        ServerConnector connector = certificate.map(this::encrypted).orElseGet(() -> new ServerConnector(server));
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/app");
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(Plain.class, "/");
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    private ServerConnector encrypted(TestCertificate certificate) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(certificate.context);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(server, tls, new HttpConnectionFactory(http));
    }

    /** The sockets that are open. */
    Collection<EndPoint> endPoints() {
        return List.copyOf(((ServerConnector) server.getConnectors()[0]).getConnectedEndPoints());
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
