package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which endpoints of an application are in service, and when none is (specification, 5.2.1 and 6.2 to 6.4). */
class SheetbendInitializerTest {
    private static final String ATTRIBUTE = "jakarta.websocket.server.ServerContainer";

    @ServerEndpoint("/good")
    public static class Good {}

    @ServerEndpoint("/late")
    public static class Late {}

    @ServerEndpoint("/bad")
    public static class Bad {
        @OnMessage
        public void message(Thread nothing) {
            // No decoder makes threads.
        }
    }

    /** Refuses to choose. */
    public static class Refusing implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpointClasses) {
            return Set.of();
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            throw new IllegalStateException("no choice");
        }
    }

    @Test
    void whatTheScanFindsIsServed() throws Exception {
        try (var application = new UndertowApplication(Good.class).start()) {
            assertThat(application.status("/good")).isEqualTo(101);
            assertThat(application.status("/late")).isEqualTo(200);
            assertThat(application.container()).isInstanceOf(ServletServerContainer.class);
        }
    }

    @Test
    void aScanThatFindsNothingLeavesTheContainerForLater() throws Exception {
        try (var application = new UndertowApplication().start()) {
            application.container().addEndpoint(Late.class);
            assertThat(application.status("/late")).isEqualTo(101);
        }
    }

    @Test
    void aMalformedEndpointFailsTheDeploymentAndIsNamed() throws Exception {
        try (var application = new UndertowApplication(Good.class, Bad.class)) {
            assertThatThrownBy(application::start)
                    .hasStackTraceContaining(ServletException.class.getName())
                    .hasStackTraceContaining("The WebSocket endpoints cannot be deployed")
                    .hasStackTraceContaining(Bad.class.getName() + ".message(Thread)")
                    .hasStackTraceContaining("WSC-4.7-1");
            assertThat(application.container()).isNull();
        }
    }

    @Test
    void anApplicationConfigThatThrowsFailsTheDeploymentAndIsNamed() throws Exception {
        try (var application = new UndertowApplication(Good.class, Refusing.class)) {
            assertThatThrownBy(application::start)
                    .hasStackTraceContaining(Refusing.class.getName())
                    .hasStackTraceContaining("no choice");
            assertThat(application.container()).isNull();
        }
    }

    @Test
    void aListenerAddsEndpointsAndTheOneThatTheScanHasFoundIsIgnored() throws Exception {
        var application = new UndertowApplication(Good.class).listener(container -> {
            container.addEndpoint(Good.class);
            container.addEndpoint(Late.class);
        });
        try (application) {
            application.start();
            assertThat(application.status("/good")).isEqualTo(101);
            assertThat(application.status("/late")).isEqualTo(101);
        }
    }

    @Test
    void anErrorInAListenerTakesEveryEndpointOutOfServiceThoughTheListenerHandlesIt() throws Exception {
        var application = new UndertowApplication(Good.class).listener(container -> {
            assertThatThrownBy(() -> container.addEndpoint(Bad.class)).isInstanceOf(DeploymentException.class);
            assertThatThrownBy(() -> container.addEndpoint(Late.class))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("has failed");
        });
        try (application) {
            application.start();
            assertThat(application.status("/good")).isEqualTo(200);
            assertThat(application.status("/late")).isEqualTo(200);
        }
    }

    @Test
    void anErrorWhileTheApplicationRunsIsReportedAndHarmsNobody() throws Exception {
        try (var application = new UndertowApplication(Good.class).start()) {
            assertThat(application.status("/good")).isEqualTo(101);
            assertThatThrownBy(() -> application.container().addEndpoint(Bad.class))
                    .isInstanceOf(DeploymentException.class);
            application.container().addEndpoint(Late.class);
            assertThat(application.status("/good")).isEqualTo(101);
            assertThat(application.status("/late")).isEqualTo(101);
        }
    }

    @Test
    void whereAnotherImplementationIsTheRestIsLeftToIt() throws Exception {
        try (var log = new LogLines();
                var application =
                        new UndertowApplication(Good.class).attribute("another").start()) {
            assertThat(application.status("/good")).isEqualTo(200);
            assertThat(log.all())
                    .containsExactly("WARNING Sheetbend is not active in the application '/app': another WebSocket"
                            + " implementation (java.lang.String, a place that is not known) is there already. Remove its"
                            + " jar or switch it off for this application, or take Sheetbend's jar away.");
        }
    }

    @Test
    void anImplementationThatComesLaterIsNamed() throws Exception {
        var initializers = new InitializedServer.Initializers()
                .with(new SheetbendInitializer(), Set.of(Good.class))
                .with((classes, context) -> context.setAttribute(ATTRIBUTE, "another"), Set.of());
        assertThat(problems(initializers))
                .containsExactly("WARNING Sheetbend is not alone in the application '/app': another WebSocket"
                        + " implementation (java.lang.String, a place that is not known) has started after it and taken its"
                        + " place as the ServerContainer. Remove its jar or switch it off for this application, or take"
                        + " Sheetbend's jar away.");
    }

    @Test
    void anInitializerThatRunsTwiceIsNotWorthALine() throws Exception {
        var initializers = new InitializedServer.Initializers()
                .with(new SheetbendInitializer(), Set.of(Good.class))
                .with(new SheetbendInitializer(), Set.of(Good.class, Late.class));
        assertThat(problems(initializers)).isEmpty();
    }

    @Test
    void aCopyThatAnotherLoaderHasIsNoOtherImplementation() throws Exception {
        var copy = (ServletContainerInitializer) new HidingLoader("nothing is hidden")
                .loadClass(SheetbendInitializer.class.getName())
                .getConstructor()
                .newInstance();
        var initializers = new InitializedServer.Initializers()
                .with(copy, Set.of(Good.class))
                .with(new SheetbendInitializer(), Set.of(Good.class));
        assertThat(problems(initializers))
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING Sheetbend is in the application '/app' more than once: a place that is not known (in"
                                + " use), ")
                .contains(CodeOrigin.of(SheetbendInitializer.class).location());
    }

    @Test
    void aStartIsOneLineWithTheNumberOfEndpoints() throws Exception {
        var application = new UndertowApplication(Good.class).listener(container -> container.addEndpoint(Late.class));
        try (var log = new LogLines();
                application) {
            // Undertow makes filters at the first request; other containers, at the start.
            assertThat(application.start().status("/late")).isEqualTo(101);
            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .matches("INFO Sheetbend serves 2 endpoints in the application '/app' on Undertow - .*\\.");
        }
    }

    @Test
    void aStartWithoutEndpointsIsQuiet() throws Exception {
        try (var log = new LogLines();
                var application = new UndertowApplication().start()) {
            assertThat(application.status("/late")).isEqualTo(200);
            assertThat(log.all()).singleElement().asString().startsWith("FINE Sheetbend serves 0 endpoints in");
        }
    }

    private static List<String> problems(InitializedServer.Initializers initializers) throws Exception {
        try (var log = new LogLines()) {
            InitializedServer.start("Undertow", initializers).stop();
            return log.problems();
        }
    }

    @Test
    void aSecondCallAddsWhatTheFirstHasNotDeployed() throws Exception {
        try (var application = new UndertowApplication(Good.class).initializedAgain(Good.class, Late.class)) {
            application.start();
            assertThat(application.status("/good")).isEqualTo(101);
            assertThat(application.status("/late")).isEqualTo(101);
        }
    }

    @Test
    void aSecondCallWithNothingNewChangesNothingAndWarnsOfNothing() throws Exception {
        try (var log = new LogLines();
                var application = new UndertowApplication(Good.class).initializedAgain()) {
            application.start();
            assertThat(application.status("/good")).isEqualTo(101);
            assertThat(log.problems()).isEmpty();
        }
    }

    @Test
    void aSecondCallWithAMalformedEndpointFailsTheDeployment() throws Exception {
        try (var application = new UndertowApplication(Good.class).initializedAgain(Bad.class)) {
            assertThatThrownBy(application::start)
                    .hasStackTraceContaining("The WebSocket endpoints cannot be deployed")
                    .hasStackTraceContaining(Bad.class.getName() + ".message(Thread)");
        }
    }

    @Test
    void anApplicationCanBeStoppedBeforeItsServerIs() throws Exception {
        try (var application = new UndertowApplication(Good.class).start();
                Socket peer = application.open("/good")) {
            var container = (ServletServerContainer) application.container();
            await().until(() -> container.sessionCount() == 1);
            SheetbendInitializer.stop(application.context());

            byte[] close = peer.getInputStream().readNBytes(4);
            assertThat(close[0]).isEqualTo((byte) 0x88);
            assertThat(ByteBuffer.wrap(close).getShort(2)).isEqualTo((short) 1001);
            assertThat(application.status("/good")).isEqualTo(200);
            SheetbendInitializer.stop(application.context());
        }
    }

    @Test
    void afterItsEndNothingOfOursIsInTheServletContext() throws Exception {
        ServletContext context;
        try (var application = new UndertowApplication(Good.class).start()) {
            context = application.context();
            assertThat(ours(context)).isNotEmpty();
        }

        assertThat(ours(context)).isEmpty();
    }

    private static List<String> ours(ServletContext context) {
        return Collections.list(context.getAttributeNames()).stream()
                .filter(name -> name.equals(ATTRIBUTE) || name.startsWith("dev.sheetbend"))
                .toList();
    }

    @Test
    void toStopWhatAnotherImplementationServesDoesNothing() throws Exception {
        try (var application =
                new UndertowApplication(Good.class).attribute("another").start()) {
            SheetbendInitializer.stop(application.context());
            assertThat(application.context().getAttribute(ServerContainer.class.getName()))
                    .isEqualTo("another");
        }
    }
}
