package dev.sheetbend.websocket.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.SheetbendProperties;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which endpoints are in service. */
class ServerEndpointContainerTest {
    private final ServerEndpointContainer container = new ServerEndpointContainer(Settings.of(name -> null));

    @ServerEndpoint("/a")
    public static class A {
        @OnMessage
        public void text(String text) {
            // Of no interest.
        }
    }

    @ServerEndpoint("/a")
    public static class AlsoA {}

    @ServerEndpoint("/b")
    public static class B {}

    @AfterEach
    void stop() {
        container.stop();
    }

    @Test
    void anEndpointIsDeployedOnceThoughItIsAddedTwice() throws Exception {
        container.addEndpoint(A.class);
        container.addEndpoint(A.class);
        assertThat(container.hasEndpoint("/a")).isTrue();
        assertThatThrownBy(() -> container.addEndpoint(AlsoA.class)).isInstanceOf(DeploymentException.class);
        assertThat(container.hasEndpoint("/a")).isTrue();
    }

    @Test
    void whenOneOfAllIsRefusedNoneIsInServiceAndNoneFollows() throws Exception {
        container.addEndpoint(B.class);
        assertThatThrownBy(() -> container.deployAll(List.of(A.class, AlsoA.class), List.of()))
                .isInstanceOf(DeploymentException.class);
        assertThat(container.hasEndpoint("/a")).isFalse();
        assertThat(container.hasEndpoint("/b")).isFalse();
        assertThatThrownBy(() -> container.addEndpoint(B.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("has failed");
    }

    @Test
    void anIllegalPropertyOfAnEndpointIsADeploymentErrorThatNamesBoth() {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(B.class, "/b").build();
        config.getUserProperties().put(SheetbendProperties.CLOSE_TIMEOUT, "never");
        assertThatThrownBy(() -> container.addEndpoint(config))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining(B.class.getName())
                .hasMessageContaining(SheetbendProperties.CLOSE_TIMEOUT);
    }

    @Test
    void aStoppedContainerTakesNoEndpoints() {
        container.stop();
        assertThatThrownBy(() -> container.addEndpoint(A.class))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("stopped");
    }

    @Test
    void nullsAreRefused() {
        assertThatThrownBy(() -> container.addEndpoint((Class<?>) null)).isInstanceOf(DeploymentException.class);
        assertThatThrownBy(() -> container.addEndpoint((ServerEndpointConfig) null))
                .isInstanceOf(DeploymentException.class);
        assertThatThrownBy(() -> container.setDefaultMaxTextMessageBufferSize(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
