package dev.sheetbend.websocket.tck.server;

import dev.sheetbend.websocket.tck.endpoint.SuiteListener;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.util.LinkedHashSet;

/** Undertow 2.3, which scans nothing: the initializer and the classes are named. */
public final class UndertowLauncher implements EmbeddedServer {
    private Undertow undertow;
    private DeploymentManager application;

    private UndertowLauncher() {}

    /**
     * @param args see {@link ServerSettings}
     */
    public static void main(String[] args) throws Exception {
        Launcher.run(new UndertowLauncher(), args);
    }

    @Override
    public Ports start(ServerSettings settings) throws Exception {
        ServletContainerInitializer initializer =
                Launcher.initializers(settings).get(0);
        DeploymentInfo deployment = Servlets.deployment()
                .setDeploymentName("tck")
                .setContextPath(ServerSettings.CONTEXT_PATH)
                .setClassLoader(UndertowLauncher.class.getClassLoader())
                .addListener(Servlets.listener(SuiteListener.class))
                .setResourceManager(new PathResourceManager(settings.pages()))
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        initializer.getClass(),
                        new ImmediateInstanceFactory<>(initializer),
                        new LinkedHashSet<>(settings.endpointClasses())));
        application = Servlets.defaultContainer().addDeployment(deployment);
        application.deploy();
        HttpHandler handler = application.start();

        undertow = UndertowServers.start(handler, settings);
        return UndertowServers.ports(undertow);
    }

    @Override
    public ClassLoader applicationLoader() {
        return UndertowLauncher.class.getClassLoader();
    }

    @Override
    public void stop() throws Exception {
        application.stop();
        application.undeploy();
        undertow.stop();
    }
}
