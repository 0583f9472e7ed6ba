package dev.sheetbend.websocket.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.weld.environment.servlet.EnhancedListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weld in servlet containers, started before and after the endpoints are deployed. */
@Timeout(60)
class CdiInContainersTest {
    private static final String CONVERSATION = "caller: Hello Hello I, decoder helped12, encoder helped";

    private final CompletableFuture<ServletContext> context = new CompletableFuture<>();

    @BeforeEach
    void forget() {
        CdiEndpoints.clear();
    }

    private InitializedServer start(String name, boolean cdiFirst) throws Exception {
        ServletContainerInitializer noting = (classes, started) -> context.complete(started);
        var initializers = new InitializedServer.Initializers().with(noting, Set.of());
        if (cdiFirst) {
            initializers.with(new EnhancedListener(), Set.of());
        }
        initializers.with(new SheetbendInitializer(), Set.of(CdiEndpoints.Chat.class));
        if (!cdiFirst) {
            initializers.with(new EnhancedListener(), Set.of());
        }
        return InitializedServer.start(name, initializers);
    }

    private static void awaitEvent(String event) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(CdiEndpoints.events()).contains(event));
    }

    private static URI chat(InitializedServer server) {
        return URI.create("ws://127.0.0.1:" + server.port() + "/app/chat");
    }

    @ParameterizedTest
    @CsvSource({"Jetty, true", "Jetty, false", "Tomcat, true", "Tomcat, false", "Undertow, true", "Undertow, false"})
    void endpointsConfiguratorsAndCodersAreInjectedAndEndWithTheirConnection(String name, boolean cdiFirst)
            throws Exception {
        InitializedServer server = start(name, cdiFirst);
        try {
            var container = ContainerProvider.getWebSocketContainer();
            Session session = container.connectToServer(CdiEndpoints.Caller.class, chat(server));
            awaitEvent(CONVERSATION);
            session.close();

            awaitEvent("chat Hello ended");
            awaitEvent("caller ended");
            assertThat(CdiEndpoints.events())
                    .containsSubsequence("configurator helped", "calls message", CONVERSATION)
                    .containsSubsequence("calls open", "caller ended")
                    .containsSubsequence(
                            "Hello and good-bye 1000", "decoder ended", "encoder ended", "chat Hello ended")
                    .doesNotContain("configurator ended");
        } finally {
            server.stop();
        }
        assertThat(CdiEndpoints.events())
                .containsSubsequence("configurator ended", "application ended")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"Jetty, true", "Jetty, false", "Tomcat, true", "Tomcat, false", "Undertow, true", "Undertow, false"})
    void whenTheApplicationStopsItsConnectionsEndBeforeCdi(String name, boolean cdiFirst) throws Exception {
        InitializedServer server = start(name, cdiFirst);
        try {
            var container = (ServerContainer)
                    context.get(10, TimeUnit.SECONDS).getAttribute("jakarta.websocket.server.ServerContainer");
            container.connectToServer(CdiEndpoints.Caller.class, chat(server));
            awaitEvent(CONVERSATION);
        } finally {
            server.stop();
        }

        assertThat(CdiEndpoints.events())
                .containsSubsequence(
                        "Hello and good-bye 1001",
                        "decoder ended",
                        "encoder ended",
                        "chat Hello ended",
                        "configurator ended",
                        "application ended")
                .containsSubsequence("caller ended", "application ended")
                .doesNotHaveDuplicates();
    }
}
