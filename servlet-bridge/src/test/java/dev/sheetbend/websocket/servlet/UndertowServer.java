package dev.sheetbend.websocket.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.xnio.Options;

/** Undertow 2.3 in process. */
final class UndertowServer implements TestServer {
    private static final int SEND_BUFFER = 64 * 1024;

    private Undertow undertow;
    private DeploymentManager manager;
    private int timeoutMillis;
    private volatile WeakReference<HttpServerExchange> lastExchange = new WeakReference<>(null);

    /** What a server that starts from now on has of timeouts, in milliseconds. */
    void withTimeouts(int millis) {
        timeoutMillis = millis;
    }

    /** Of the last request. */
    WeakReference<HttpServerExchange> lastExchange() {
        return lastExchange;
    }

    @Override
    public int start(Filter filter, Optional<TestCertificate> certificate) throws Exception {
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(getClass().getClassLoader())
                .setContextPath("/app")
                .setDeploymentName("app")
                .addServlet(Servlets.servlet("plain", Plain.class).addMapping("/"))
                .addFilter(Servlets.filter("websocket", filter.getClass(), new ImmediateInstanceFactory<>(filter))
                        .setAsyncSupported(true))
                .addFilterUrlMapping("websocket", "/*", DispatcherType.REQUEST);
        manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        HttpHandler application = Handlers.path().addPrefixPath("/app", manager.start());
        // A fixed buffer, so that a test can tell when it is full.
        Undertow.Builder builder = Undertow.builder()
                .setSocketOption(Options.SEND_BUFFER, SEND_BUFFER)
                .setHandler(exchange -> {
                    lastExchange = new WeakReference<>(exchange);
                    application.handleRequest(exchange);
                });
        if (timeoutMillis > 0) {
            builder.setSocketOption(Options.READ_TIMEOUT, timeoutMillis)
                    .setSocketOption(Options.WRITE_TIMEOUT, timeoutMillis)
                    .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, timeoutMillis)
                    .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, timeoutMillis);
        }
        undertow = certificate
                .map(present -> builder.addHttpsListener(0, "127.0.0.1", present.context))
                .orElseGet(() -> builder.addHttpListener(0, "127.0.0.1"))
                .build();
        undertow.start();
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void stop() throws Exception {
        manager.stop();
        manager.undeploy();
        undertow.stop();
    }
}
