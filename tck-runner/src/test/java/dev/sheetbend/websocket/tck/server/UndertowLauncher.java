package dev.sheetbend.websocket.tck.server;

import dev.sheetbend.websocket.tck.endpoint.SuiteListener;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.LinkedHashSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

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
        ServletContainerInitializer initializer = Launcher.initializer();
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

        undertow = Undertow.builder()
                .addHttpListener(0, ServerSettings.HOST)
                .addHttpsListener(0, ServerSettings.HOST, tls(settings))
                .setHandler(Handlers.path().addPrefixPath(ServerSettings.CONTEXT_PATH, handler))
                .build();
        undertow.start();
        return new Ports(port("http"), port("https"));
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

    private int port(String protocol) {
        return undertow.getListenerInfo().stream()
                .filter(listener -> listener.getProtcol().equals(protocol))
                .map(listener -> ((InetSocketAddress) listener.getAddress()).getPort())
                .findFirst()
                .orElseThrow();
    }

    private static SSLContext tls(ServerSettings settings) throws GeneralSecurityException, IOException {
        char[] password = ServerSettings.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(settings.keystore())) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
