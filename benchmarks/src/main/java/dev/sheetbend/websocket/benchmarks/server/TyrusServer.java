package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.ext.extension.deflate.PerMessageDeflateExtension;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * Tyrus on Grizzly. Tyrus's own bootstrap listens on every interface; this does what it does, on one. Compression is
 * what its users add as an extension.
 */
final class TyrusServer implements EmbeddedServer {
    private static final String CONTEXT_PATH = "/";

    @Override
    public int start() throws IOException, DeploymentException, ReflectiveOperationException {
        TyrusServerContainer container = new Application();
        container.start(CONTEXT_PATH, 0);
        NetworkListener listener = new NetworkListener("grizzly", HOST, 0);
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        Constructor<WebSocketAddOn> addOn =
                WebSocketAddOn.class.getDeclaredConstructor(ServerContainer.class, String.class);
        addOn.setAccessible(true);
        listener.registerAddOn((AddOn) addOn.newInstance(container, CONTEXT_PATH));
        HttpServer server = new HttpServer();
        server.addListener(listener);
        server.start();
        return listener.getPort();
    }

    @Override
    public String version() {
        return "Tyrus/" + tyrus() + " on Grizzly/" + Grizzly.getDotedVersion();
    }

    /** As the name of its jar has it; not every way to load a class keeps what the manifest says. */
    private static String tyrus() {
        String jar = TyrusServerContainer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return jar.substring(jar.lastIndexOf('/') + 1).replaceAll("tyrus-[a-z-]*-(?=\\d)|\\.jar$", "");
    }

    private static final class Application extends TyrusServerContainer {
        private final WebSocketEngine engine =
                TyrusWebSocketEngine.builder(this).build();

        Application() {
            super(Endpoints.ALL);
        }

        @Override
        public void register(Class<?> endpoint) throws DeploymentException {
            engine.register(endpoint, CONTEXT_PATH);
        }

        @Override
        public void register(ServerEndpointConfig endpoint) throws DeploymentException {
            engine.register(endpoint, CONTEXT_PATH);
        }

        @Override
        public Set<Extension> getInstalledExtensions() {
            return Set.of(new PerMessageDeflateExtension());
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
