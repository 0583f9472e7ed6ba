package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.SheetbendProperties;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A servlet container on a free port whose application, {@code /app}, consists of initializers, run in the order given. */
record InitializedServer(int port, Stop application, Stop server) {
    /** Initializers, each with the classes that it handles. */
    static final class Initializers {
        final Map<ServletContainerInitializer, Set<Class<?>>> all = new LinkedHashMap<>();

        Initializers with(ServletContainerInitializer initializer, Set<Class<?>> classes) {
            all.put(initializer, classes);
            return this;
        }
    }

    /** Stops the application or the server. */
    interface Stop {
        void run() throws Exception;
    }

    static InitializedServer start(String name, Initializers initializers) throws Exception {
        return switch (name) {
            case "Jetty" -> jetty(initializers);
            case "Tomcat" -> tomcat(initializers, "native");
            case "Tomcat's standard upgrade" -> tomcat(initializers, "standard");
            default -> undertow(initializers);
        };
    }

    private static InitializedServer jetty(Initializers initializers) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/app", ServletContextHandler.SESSIONS);
        context.addServlet(TestServer.Plain.class, "/");
        initializers.all.forEach((initializer, classes) ->
                context.addServletContainerInitializer(initializer, classes.toArray(Class<?>[]::new)));
        server.setHandler(context);
        server.start();
        return new InitializedServer(connector.getLocalPort(), context::stop, server::stop);
    }

    private static InitializedServer tomcat(Initializers initializers, String transport) throws Exception {
        Path base = Files.createTempDirectory("tomcat");
        base.toFile().deleteOnExit();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector("HTTP/1.1");
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("/app", base.toString());
        context.setParentClassLoader(InitializedServer.class.getClassLoader());
        Tomcat.addServlet(context, "plain", new TestServer.Plain());
        context.addServletMapping("/", "plain");
        context.addParameter(SheetbendProperties.TRANSPORT, transport);
        initializers.all.forEach(context::addServletContainerInitializer);
        tomcat.start();
        return new InitializedServer(connector.getLocalPort(), context::stop, () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    private static InitializedServer undertow(Initializers initializers) throws Exception {
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(InitializedServer.class.getClassLoader())
                .setContextPath("/app")
                .setDeploymentName("app")
                .addServlet(Servlets.servlet("plain", TestServer.Plain.class).addMapping("/"));
        initializers.all.forEach(
                (initializer, classes) -> info.addServletContainerInitializer(new ServletContainerInitializerInfo(
                        initializer.getClass(), new ImmediateInstanceFactory<>(initializer), classes)));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(info);
        manager.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(io.undertow.Handlers.path().addPrefixPath("/app", manager.start()))
                .build();
        undertow.start();
        int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
        return new InitializedServer(port, manager::stop, () -> {
            manager.stop();
            manager.undeploy();
            undertow.stop();
        });
    }

    void stopApplication() throws Exception {
        application.run();
    }

    void stop() throws Exception {
        server.run();
    }
}
