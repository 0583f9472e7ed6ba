package dev.sheetbend.websocket.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.xnio.Options;

/** Undertow 2.3 in process. */
final class UndertowServer implements TestServer {
    private static final int SEND_BUFFER = 64 * 1024;

    private Undertow undertow;
    private DeploymentManager manager;

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
        // A fixed buffer, so that a test can tell when it is full.
        Undertow.Builder builder = Undertow.builder()
                .setSocketOption(Options.SEND_BUFFER, SEND_BUFFER)
                .setHandler(Handlers.path().addPrefixPath("/app", manager.start()));
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
