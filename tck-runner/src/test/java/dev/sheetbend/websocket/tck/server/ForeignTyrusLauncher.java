package dev.sheetbend.websocket.tck.server;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Constructor;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * Tyrus on Grizzly, for our client to talk to. Tyrus's own bootstrap listens on every interface and knows no TLS, so its
 * add-on is put into a Grizzly server that is made here.
 */
public final class ForeignTyrusLauncher implements EmbeddedServer {
    private final HttpServer server = new HttpServer();
    private TyrusServerContainer container;

    private ForeignTyrusLauncher() {}

    /**
     * @param args see {@link ServerSettings}
     */
    public static void main(String[] args) throws Exception {
        Launcher.run(new ForeignTyrusLauncher(), args);
    }

    @Override
    public Ports start(ServerSettings settings) throws Exception {
        container = new Application(new LinkedHashSet<>(settings.endpointClasses()));
        container.start(ServerSettings.CONTEXT_PATH, 0);
        NetworkListener plain = listener("plain");
        NetworkListener secure = listener("secure");
        secure.setSecure(true);
        // As a server, and without asking for a certificate.
        secure.setSSLEngineConfig(new SSLEngineConfigurator(ServerTls.context(settings), false, false, false));
        server.start();
        return new Ports(plain.getPort(), secure.getPort());
    }

    private NetworkListener listener(String name) throws ReflectiveOperationException {
        NetworkListener listener = new NetworkListener(name, ServerSettings.HOST, 0);
        // As Tyrus's own bootstrap has it: endpoints may block.
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        Constructor<WebSocketAddOn> addOn =
                WebSocketAddOn.class.getDeclaredConstructor(ServerContainer.class, String.class);
        addOn.setAccessible(true);
        listener.registerAddOn((AddOn) addOn.newInstance(container, ServerSettings.CONTEXT_PATH));
        server.addListener(listener);
        return listener;
    }

    @Override
    public ClassLoader applicationLoader() {
        return ForeignTyrusLauncher.class.getClassLoader();
    }

    @Override
    public void stop() {
        container.stop();
        server.shutdownNow();
    }

    /** The endpoints, at the context path. */
    private static final class Application extends TyrusServerContainer {
        private final WebSocketEngine engine =
                TyrusWebSocketEngine.builder(this).build();

        Application(Set<Class<?>> endpoints) {
            super(endpoints);
        }

        @Override
        public void register(Class<?> endpoint) throws DeploymentException {
            engine.register(endpoint, ServerSettings.CONTEXT_PATH);
        }

        @Override
        public void register(ServerEndpointConfig endpoint) throws DeploymentException {
            engine.register(endpoint, ServerSettings.CONTEXT_PATH);
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }

        @Override
        public Map<String, Object> getProperties() {
            return Map.of();
        }
    }
}
