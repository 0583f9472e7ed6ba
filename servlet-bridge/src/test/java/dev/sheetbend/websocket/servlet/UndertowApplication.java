package dev.sheetbend.websocket.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ListenerInfo;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.websocket.server.ServerContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** An application with the initializer in it, in context {@code /app} of an Undertow in process. */
final class UndertowApplication implements AutoCloseable {
    private static final String ATTRIBUTE = "jakarta.websocket.server.ServerContainer";

    private final DeploymentInfo deployment = Servlets.deployment()
            .setClassLoader(getClass().getClassLoader())
            .setContextPath("/app")
            .setDeploymentName("app")
            .addServlet(Servlets.servlet("plain", TestServer.Plain.class).addMapping("/"));

    private DeploymentManager manager;
    private Undertow undertow;

    /** Does something with the container when the application starts. */
    interface Start {
        void with(ServerContainer container) throws Exception;
    }

    UndertowApplication(Class<?>... found) {
        deployment.addServletContainerInitializer(new ServletContainerInitializerInfo(
                SheetbendInitializer.class,
                new ImmediateInstanceFactory<>(new SheetbendInitializer()),
                found.length == 0 ? null : Set.of(found)));
    }

    /** As when an application calls the initializer that the servlet container has found as well. */
    UndertowApplication initializedAgain(Class<?>... classes) {
        deployment.addServletContainerInitializer(new ServletContainerInitializerInfo(
                SheetbendInitializer.class,
                new ImmediateInstanceFactory<>(new SheetbendInitializer()),
                Set.of(classes)));
        return this;
    }

    /** Gives it a class loader other than that of the test. */
    UndertowApplication loadedBy(ClassLoader loader) {
        deployment.setClassLoader(loader);
        return this;
    }

    UndertowApplication attribute(Object other) {
        deployment.addServletContextAttribute(ATTRIBUTE, other);
        return this;
    }

    UndertowApplication listener(Start start) {
        var listener = new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                try {
                    start.with((ServerContainer) event.getServletContext().getAttribute(ATTRIBUTE));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        deployment.addListener(new ListenerInfo(listener.getClass(), new ImmediateInstanceFactory<>(listener)));
        return this;
    }

    UndertowApplication servlet(String mapping, Servlet servlet) {
        deployment.addServlet(
                Servlets.servlet("servlet " + mapping, servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
                        .addMapping(mapping));
        return this;
    }

    UndertowApplication start() throws Exception {
        manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        undertow = Undertow.builder()
                .setHandler(Handlers.path().addPrefixPath("/app", manager.start()))
                .addHttpListener(0, "127.0.0.1")
                .build();
        undertow.start();
        return this;
    }

    ServletContext context() {
        return manager.getDeployment().getServletContext();
    }

    ServerContainer container() {
        return (ServerContainer) context().getAttribute(ATTRIBUTE);
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    /**
     * The head of the answer to an opening handshake.
     *
     * @param headers lines that stand beside or instead of the usual ones
     */
    String handshake(String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            return handshake(socket, path, headers);
        }
    }

    /** A WebSocket connection whose opening handshake is over. */
    Socket open(String path) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        String answer = handshake(socket, path);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            socket.close();
            throw new IOException(answer);
        }
        return socket;
    }

    private static String handshake(Socket socket, String path, String... headers) throws IOException {
        socket.setSoTimeout(10_000);
        var request = new StringBuilder("GET /app" + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String usual : List.of(
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")) {
            String name = usual.substring(0, usual.indexOf(':') + 1);
            if (List.of(headers).stream().noneMatch(header -> header.startsWith(name))) {
                request.append(usual).append("\r\n");
            }
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return head(socket.getInputStream());
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended in the head of the answer: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    int status(String path, String... headers) throws IOException {
        return Integer.parseInt(handshake(path, headers).substring(9, 12));
    }

    @Override
    public void close() throws ServletException {
        if (undertow != null) {
            manager.stop();
            undertow.stop();
        }
        manager.undeploy();
    }
}
