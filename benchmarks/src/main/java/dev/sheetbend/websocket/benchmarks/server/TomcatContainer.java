package dev.sheetbend.websocket.benchmarks.server;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;

/** Tomcat with its defaults. */
final class TomcatContainer implements EmbeddedServer {
    private final ServletContainerInitializer initializer;

    TomcatContainer(ServletContainerInitializer initializer) {
        this.initializer = initializer;
    }

    @Override
    public int start() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setProperty("address", HOST);
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(TomcatContainer.class.getClassLoader());
        context.addServletContainerInitializer(initializer, Endpoints.of(initializer));
        // Without a default servlet a context answers 404 before any filter runs.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        if (!context.getState().isAvailable()) {
            throw new IllegalStateException("The application did not start");
        }
        return connector.getLocalPort();
    }

    @Override
    public String version() {
        return ServerInfo.getServerInfo();
    }
}
