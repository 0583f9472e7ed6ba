package dev.sheetbend.websocket.servlet.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheetbend.websocket.servlet.SheetbendInitializer;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ListenerInfo;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An Undertow in process with the extension, and the JDK's client. */
class SheetbendExtensionTest {
    private static final String ATTRIBUTE = ServerContainer.class.getName();

    private static final Queue<Integer> CLOSED = new ConcurrentLinkedQueue<>();

    private final DeploymentInfo info = Servlets.deployment()
            .setDeploymentName("demo")
            .setContextPath("/")
            .setClassLoader(getClass().getClassLoader());
    private DeploymentManager application;
    private Undertow undertow;

    @ServerEndpoint("/hello/{name}")
    public static class Hello {
        @OnMessage
        public String message(String text, @PathParam("name") String name) {
            return "Hello " + name + ", you said: " + text;
        }

        @OnClose
        public void closed(CloseReason reason) {
            CLOSED.add(reason.getCloseCode().getCode());
        }
    }

    @ServerEndpoint("/unwanted")
    public static class Unwanted {}

    @ServerEndpoint("/bad")
    public static class Bad {
        @OnMessage
        public void message(Thread nothing) {
            // No decoder makes threads.
        }
    }

    /** A programmatic endpoint. */
    public static class Upper extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                    String.class, text -> session.getAsyncRemote().sendText(text.toUpperCase(java.util.Locale.ROOT)));
        }
    }

    /** Chooses one of the annotated classes and makes a configuration of the programmatic one. */
    public static class Choice implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpointClasses) {
            return Set.of(upperAt("/upper/" + endpointClasses.size()));
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            return Set.of(Hello.class);
        }
    }

    @AfterEach
    void stopAll() throws Exception {
        if (undertow != null) {
            application.stop();
            undertow.stop();
        }
        application.undeploy();
    }

    @Test
    void servesTheClassesThatItIsGiven() throws Exception {
        start(new SheetbendExtension(Hello.class));

        assertThat(answer("/hello/Ann", "good morning")).isEqualTo("Hello Ann, you said: good morning");
    }

    @Test
    void withoutAnyClassAListenerAddsEndpoints() throws Exception {
        onStart(context ->
                ((ServerContainer) context.getServletContext().getAttribute(ATTRIBUTE)).addEndpoint(Hello.class));
        start(new SheetbendExtension());

        assertThat(answer("/hello/Bob", "1")).isEqualTo("Hello Bob, you said: 1");
    }

    @Test
    void servesConfigurationsBesideClasses() throws Exception {
        start(new SheetbendExtension(Hello.class).with(upperAt("/one")).with(upperAt("/two")));

        assertThat(answer("/hello/Cy", "1")).isEqualTo("Hello Cy, you said: 1");
        assertThat(answer("/one", "a")).isEqualTo("A");
        assertThat(answer("/two", "b")).isEqualTo("B");
    }

    @Test
    void anApplicationConfigAmongTheClassesChooses() throws Exception {
        start(new SheetbendExtension(Choice.class, Upper.class, Hello.class, Unwanted.class));

        assertThat(answer("/hello/Di", "1")).isEqualTo("Hello Di, you said: 1");
        assertThat(answer("/upper/1", "c")).isEqualTo("C");
        assertThatThrownBy(() -> connect("/unwanted", new Peer())).isInstanceOf(CompletionException.class);
    }

    @Test
    void aMalformedEndpointFailsTheDeploymentAndIsNamed() {
        assertThatThrownBy(() -> start(new SheetbendExtension(Hello.class, Bad.class)))
                .hasStackTraceContaining("The WebSocket endpoints cannot be deployed")
                .hasStackTraceContaining(Bad.class.getName() + ".message(Thread)");
    }

    @Test
    void aConfigurationThatCannotBeDeployedFailsTheDeploymentAndIsNamed() {
        var extension =
                new SheetbendExtension(Hello.class).with(upperAt("/same")).with(upperAt("/same"));

        assertThatThrownBy(() -> start(extension))
                .hasStackTraceContaining("The WebSocket endpoints cannot be deployed")
                .hasStackTraceContaining(DeploymentException.class.getName())
                .hasStackTraceContaining("/same");
    }

    @Test
    void canBeDeployedAgainAfterAStop() throws Exception {
        start(new SheetbendExtension(Hello.class).with(upperAt("/one")));
        application.stop();
        application.undeploy();
        undertow.stop();
        deploy();

        assertThat(answer("/hello/Ed", "1")).isEqualTo("Hello Ed, you said: 1");
        assertThat(answer("/one", "a")).isEqualTo("A");
    }

    @Test
    void aSecondOneInTheSameDeploymentIsRefused() {
        info.addServletExtension(new SheetbendExtension(Hello.class));

        assertThatThrownBy(() -> start(new SheetbendExtension(Unwanted.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("demo")
                .hasMessageContaining("one SheetbendExtension");
    }

    @Test
    void theInitializerBesideItIsRefused() {
        info.addServletContainerInitializer(new ServletContainerInitializerInfo(SheetbendInitializer.class, Set.of()));

        assertThatThrownBy(() -> start(new SheetbendExtension(Hello.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SheetbendInitializer");
    }

    @Test
    void anImplementationThatWasFirstKeepsTheApplication() throws Exception {
        info.addServletContextAttribute(ATTRIBUTE, "another one");
        start(new SheetbendExtension(Hello.class).with(upperAt("/one")));

        assertThat(application.getDeployment().getServletContext().getAttribute(ATTRIBUTE))
                .isEqualTo("another one");
        assertThatThrownBy(() -> connect("/one", new Peer())).isInstanceOf(CompletionException.class);
    }

    @Test
    void theEndOfTheDeploymentClosesItsSessionsWith1001() throws Exception {
        start(new SheetbendExtension(Hello.class));
        Peer peer = new Peer();
        connect("/hello/Flo", peer).sendText("1", true);
        peer.received.take();
        CLOSED.clear();

        application.stop();

        assertThat(peer.received.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1001");
        assertThat(CLOSED).containsExactly(1001);
        await().until(() -> threads() == 0);
    }

    @Test
    void anUndertowThatStopsFirstCutsItsSessionsAndTheDeploymentStillEndsInOrder() throws Exception {
        start(new SheetbendExtension(Hello.class));
        Peer peer = new Peer();
        connect("/hello/Gus", peer).sendText("1", true);
        peer.received.take();
        CLOSED.clear();

        undertow.stop();

        assertThat(peer.received.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1006");
        await().until(() -> !CLOSED.isEmpty());
        application.stop();
        assertThat(CLOSED).containsExactly(1006);
        await().until(() -> threads() == 0);
    }

    private interface Start {
        void with(ServletContextEvent event) throws Exception;
    }

    private void onStart(Start start) {
        var listener = new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                try {
                    start.with(event);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        info.addListener(new ListenerInfo(listener.getClass(), new ImmediateInstanceFactory<>(listener)));
    }

    private void start(SheetbendExtension extension) throws Exception {
        info.addServletExtension(extension);
        application = Servlets.defaultContainer().addDeployment(info);
        deploy();
    }

    private void deploy() throws Exception {
        application.deploy();
        undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(application.start())
                .build();
        undertow.start();
    }

    private static ServerEndpointConfig upperAt(String path) {
        return ServerEndpointConfig.Builder.create(Upper.class, path).build();
    }

    private String answer(String path, String message) throws InterruptedException {
        Peer peer = new Peer();
        WebSocket socket = connect(path, peer);
        socket.sendText(message, true);
        String answer = peer.received.poll(10, TimeUnit.SECONDS);
        socket.abort();
        return answer;
    }

    private WebSocket connect(String path, Peer peer) {
        int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), peer)
                .join();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sheetbend-"))
                .count();
    }

    /** Keeps what a connection brings. */
    private static final class Peer implements WebSocket.Listener {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            received.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            received.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            received.add("failed " + error);
        }
    }
}
