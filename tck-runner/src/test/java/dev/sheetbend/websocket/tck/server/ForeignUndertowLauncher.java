package dev.sheetbend.websocket.tck.server;

import io.undertow.Undertow;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletContainerInitializer;
import java.util.LinkedHashSet;

/** Undertow 2.3 with its own WebSocket, for our client to talk to. */
public final class ForeignUndertowLauncher implements EmbeddedServer {
    private static final int BUFFER_SIZE = 16 * 1024;

    private Undertow undertow;
    private DeploymentManager application;

    private ForeignUndertowLauncher() {}

    /**
     * @param args see {@link ServerSettings}
     */
    public static void main(String[] args) throws Exception {
        Launcher.run(new ForeignUndertowLauncher(), args);
    }

    @Override
    public Ports start(ServerSettings settings) throws Exception {
        WebSocketDeploymentInfo webSocket = new WebSocketDeploymentInfo()
                .setBuffers(new DefaultByteBufferPool(false, BUFFER_SIZE))
                .addExtension(new PerMessageDeflateHandshake());
        settings.endpointClasses().forEach(webSocket::addEndpoint);
        DeploymentInfo deployment = Servlets.deployment()
                .setDeploymentName("foreign")
                .setContextPath(ServerSettings.CONTEXT_PATH)
                .setClassLoader(ForeignUndertowLauncher.class.getClassLoader())
                .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, webSocket);
        if (settings.bare()) {
            // Beside its own, which needs no initializer.
            for (ServletContainerInitializer initializer : Launcher.initializers(settings)) {
                deployment.addServletContainerInitializer(new ServletContainerInitializerInfo(
                        initializer.getClass(),
                        new ImmediateInstanceFactory<>(initializer),
                        new LinkedHashSet<>(settings.endpointClasses())));
            }
        }
        application = Servlets.defaultContainer().addDeployment(deployment);
        application.deploy();
        undertow = UndertowServers.start(application.start(), settings);
        return UndertowServers.ports(undertow);
    }

    @Override
    public ClassLoader applicationLoader() {
        return ForeignUndertowLauncher.class.getClassLoader();
    }

    @Override
    public void stop() throws Exception {
        application.stop();
        application.undeploy();
        undertow.stop();
    }
}
