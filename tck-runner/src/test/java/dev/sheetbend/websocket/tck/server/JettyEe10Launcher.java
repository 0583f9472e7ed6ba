package dev.sheetbend.websocket.tck.server;

import dev.sheetbend.websocket.tck.endpoint.SuiteListener;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;

/** Jetty 12.0 with its EE 10 servlets; the application from the class path, or from a war that Jetty scans. */
public final class JettyEe10Launcher implements EmbeddedServer {
    private Server server;
    private ServletContextHandler context;

    private JettyEe10Launcher() {}

    /**
     * @param args see {@link ServerSettings}
     */
    public static void main(String[] args) throws Exception {
        Launcher.run(new JettyEe10Launcher(), args);
    }

    @Override
    public Ports start(ServerSettings settings) throws Exception {
        server = JettyServers.create(settings);
        context = settings.war().isPresent() ? war(settings.war().get()) : classPath(settings);
        context.setContextPath(ServerSettings.CONTEXT_PATH);
        server.setHandler(context);
        server.start();
        return JettyServers.ports(server);
    }

    @Override
    public ClassLoader applicationLoader() {
        return context.getClassLoader();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }

    private static ServletContextHandler war(Path directory) {
        WebAppContext context = new WebAppContext();
        context.setBaseResourceAsPath(directory);
        context.setThrowUnavailableOnStartupException(true);
        return context;
    }

    private static ServletContextHandler classPath(ServerSettings settings) throws ClassNotFoundException {
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
        context.setClassLoader(JettyEe10Launcher.class.getClassLoader());
        context.setBaseResourceAsPath(settings.pages());
        context.addServlet(DefaultServlet.class, "/");
        context.addEventListener(new SuiteListener());
        Class<?>[] endpoints = settings.endpointClasses().toArray(Class<?>[]::new);
        Launcher.initializers(settings)
                .forEach(initializer -> context.addServletContainerInitializer(initializer, endpoints));
        return context;
    }
}
