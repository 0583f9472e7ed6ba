package dev.sheetbend.websocket.benchmarks.server;

import io.undertow.Undertow;
import io.undertow.Version;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Undertow with its defaults. */
final class UndertowContainer implements EmbeddedServer {
    private final Consumer<DeploymentInfo> implementation;

    /**
     * @param implementation puts WebSocket and the endpoints into the application
     */
    UndertowContainer(Consumer<DeploymentInfo> implementation) {
        this.implementation = implementation;
    }

    /** With a WebSocket that has an initializer, as all but Undertow's own have. */
    static UndertowContainer with(ServletContainerInitializer initializer) {
        return new UndertowContainer(
                deployment -> deployment.addServletContainerInitializer(new ServletContainerInitializerInfo(
                        initializer.getClass(),
                        new ImmediateInstanceFactory<>(initializer),
                        Endpoints.of(initializer))));
    }

    @Override
    public int start() throws Exception {
        DeploymentInfo deployment = Servlets.deployment()
                .setDeploymentName("benchmarks")
                .setContextPath("/")
                .setClassLoader(UndertowContainer.class.getClassLoader());
        implementation.accept(deployment);
        DeploymentManager application = Servlets.defaultContainer().addDeployment(deployment);
        application.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, HOST)
                .setHandler(application.start())
                .build();
        undertow.start();
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public String version() {
        return "Undertow/" + Version.getVersionString();
    }
}
