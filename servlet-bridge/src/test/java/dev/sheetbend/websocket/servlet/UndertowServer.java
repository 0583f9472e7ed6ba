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

/** Undertow 2.3 in process. */
final class UndertowServer implements TestServer {
    private Undertow undertow;
    private DeploymentManager manager;

    @Override
    public int start(Filter filter) throws Exception {
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
        undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(Handlers.path().addPrefixPath("/app", manager.start()))
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
