package dev.sheetbend.websocket.samples;

import dev.sheetbend.websocket.servlet.SheetbendInitializer;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * One sample on an embedded Jetty: its endpoints and its static files. This is also the example of how to embed
 * Sheetbend: see {@link #context}. Any thread may call {@link #close}; closing twice does nothing.
 */
public final class RunningSample implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;
    private final ServletContextHandler context;

    private RunningSample(Server server, ServerConnector connector, ServletContextHandler context) {
        this.server = server;
        this.connector = connector;
        this.context = context;
    }

    /**
     * Starts a sample.
     *
     * @param host the address to listen on, {@code 0.0.0.0} for all of them
     * @param port the port to listen on, 0 for any free one
     * @throws BindException when the port is taken
     * @throws IOException when the server cannot start
     */
    public static RunningSample start(Sample sample, String host, int port) throws IOException {
        return start(sample.endpoints(), sample.webFolder(), host, port);
    }

    static RunningSample start(List<Class<?>> endpoints, String webFolder, String host, int port) throws IOException {
        var server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = context(endpoints, webFolder);
        server.setHandler(context);
        var running = new RunningSample(server, connector, context);
        try {
            server.start();
            return running;
        } catch (Exception failure) {
            running.close();
            if (failure.getCause() instanceof BindException taken) {
                throw taken;
            }
            throw failure instanceof IOException io ? io : new IOException("The server did not start", failure);
        }
    }

    private static ServletContextHandler context(List<Class<?>> endpoints, String webFolder) {
        var context = new ServletContextHandler();
        context.setContextPath("/");
        context.setBaseResource(ResourceFactory.of(context).newClassLoaderResource(webFolder));
        // In a war the container finds the endpoints. Embedded, the initializer is told which classes there are.
        context.addServletContainerInitializer(new SheetbendInitializer(), endpoints.toArray(Class<?>[]::new));
        context.addServlet(DefaultServlet.class, "/");
        return context;
    }

    /** Where to point a browser. */
    public URI uri() {
        String host = connector.getHost();
        return URI.create(
                "http://" + (host.equals("0.0.0.0") ? "localhost" : host) + ":" + connector.getLocalPort() + "/");
    }

    /** Waits until the server has stopped. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Closes every WebSocket with 1001 and stops the server. */
    @Override
    public void close() {
        try {
            // The server alone would cut the connections first, and then tell the application that it stops.
            context.stop();
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("The server did not stop cleanly", failure);
        }
    }
}
