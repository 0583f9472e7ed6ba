package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which threads run client endpoints. */
@Timeout(60)
class ClientEndpointThreadsTest {
    private final SheetbendClientContainer container = ClientContainers.create();
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void nothingIsLeft() {
        ClientContainers.closeAndCheck(container);
    }

    private static ClientEndpointConfig config(String threads) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        config.getUserProperties().put(SheetbendProperties.ENDPOINT_THREADS, threads);
        return config;
    }

    /** Until a message is handled on a thread that is named so; the first ones may come with the handshake. */
    private void assertRunsOn(Session session, String name) throws Exception {
        session.getMessageHandlers().forEach(session::removeMessageHandler);
        session.addMessageHandler(
                String.class, text -> seen.add(Thread.currentThread().getName()));
        Object latest = "";
        for (int i = 0; i < 20 && !latest.toString().startsWith(name); i++) {
            session.getBasicRemote().sendText("x");
            latest = seen.poll(20, TimeUnit.SECONDS);
        }
        assertThat(latest).asString().startsWith(name);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndpointThatNeverBlocksRunsOnTheEventLoopBesideOneThatMay(boolean blocksFirst) throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            for (boolean blocks : new boolean[] {blocksFirst, !blocksFirst}) {
                Session session = container.connectToServer(
                        new RecordingEndpoint(), config(blocks ? "pooled" : "io"), server.uri());
                assertRunsOn(session, blocks ? "sheetbend-client-handler-" : EventLoop.THREAD_NAME);
            }
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void endpointsRunOnVirtualThreadsWhereTheyAreWanted() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            Session session = container.connectToServer(new RecordingEndpoint(), config("virtual"), server.uri());

            assertRunsOn(session, "sheetbend-virtual-");
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsThatAreNotThereAreAnError() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            assertThatThrownBy(
                            () -> container.connectToServer(new RecordingEndpoint(), config("virtual"), server.uri()))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining(SheetbendProperties.ENDPOINT_THREADS)
                    .hasMessageContaining("Java " + Runtime.version().feature());
        }
    }

    @Test
    void anEndpointThatNeverBlocksConnectsToNoServer() throws Exception {
        try (RawServer server = RawServer.echo(Optional.empty())) {
            Session session = container.connectToServer(new RecordingEndpoint(), config("io"), server.uri());
            session.getMessageHandlers().forEach(session::removeMessageHandler);
            session.addMessageHandler(String.class, text -> {
                try {
                    seen.add(container.connectToServer(new RecordingEndpoint(), config("io"), server.uri()));
                } catch (Exception e) {
                    seen.add(e);
                }
            });
            session.getBasicRemote().sendText("x");

            assertThat(seen.poll(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            IllegalStateException.class,
                            e -> assertThat(e)
                                    .hasMessageContaining("connectToServer")
                                    .hasMessageContaining(SheetbendProperties.ENDPOINT_THREADS));
        }
    }
}
