package dev.sheetbend.websocket.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.client.SheetbendClientContainer;
import dev.sheetbend.websocket.container.ServerEndpointContainer;
import dev.sheetbend.websocket.container.Settings;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Optional;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** CDI, a server container with every endpoint of the tests, and a client container. */
final class Application implements AutoCloseable {
    final ServerEndpointContainer server = new ServerEndpointContainer(Settings.of(name -> null));
    final SheetbendClientContainer client = (SheetbendClientContainer) ContainerProvider.getWebSocketContainer();
    final SocketServer socket;
    private Optional<WeldContainer> weld = Optional.empty();

    private Application() throws Exception {
        Journal.clear();
        Beans.HELPERS.set(0);
        socket = new SocketServer(server);
    }

    /** CDI starts before the endpoints are deployed. */
    static Application withCdi() throws Exception {
        var application = new Application();
        application.startCdi();
        application.deploy();
        return application;
    }

    /** CDI may start afterwards. */
    static Application withoutCdi() throws Exception {
        var application = new Application();
        application.deploy();
        return application;
    }

    private void deploy() throws Exception {
        server.addEndpoint(ServerEndpoints.Chat.class);
        server.addEndpoint(ServerEndpoints.Stranger.class);
        server.addEndpoint(ServerEndpoints.Shared.class);
        server.addEndpoint(ServerEndpoints.Single.class);
        server.addEndpoint(ServerEndpoints.OfRequest.class);
        server.addEndpoint(ServerEndpoints.FailsToOpen.class);
        server.addEndpoint(ServerEndpoints.Refused.class);
        server.addEndpoint(ServerEndpoints.Unmade.class);
        server.addEndpoint(ServerEndpoints.Wrapped.class);
        server.addEndpoint(ServerEndpoints.Own.class);
        server.addEndpoint(ServerEndpointConfig.Builder.create(ServerEndpoints.Programmatic.class, "/programmatic")
                .build());
    }

    void startCdi() {
        weld = Optional.of(new Weld()
                .disableDiscovery()
                .addBeanClasses(
                        Beans.Helper.class,
                        Beans.Greeting.class,
                        Beans.PerCall.class,
                        Beans.Tracer.class,
                        ServerEndpoints.Chat.class,
                        ServerEndpoints.Shared.class,
                        ServerEndpoints.Single.class,
                        ServerEndpoints.OfRequest.class,
                        ServerEndpoints.Unmade.class,
                        ClientEndpoints.Self.class)
                .initialize());
    }

    <T> T bean(Class<T> type) {
        return weld.orElseThrow().select(type).get();
    }

    void stopCdi() {
        weld.ifPresent(WeldContainer::shutdown);
        weld = Optional.empty();
    }

    Session connect(String path) throws Exception {
        return client.connectToServer(new ClientEndpoints.Listener(), socket.uri(path));
    }

    /** Nothing that CDI made is left over. */
    @Override
    public void close() throws IOException {
        client.close();
        socket.close();
        long left = Beans.HELPERS.get();
        stopCdi();
        assertThat(left).as("dependent objects that nobody has destroyed").isZero();
    }
}
