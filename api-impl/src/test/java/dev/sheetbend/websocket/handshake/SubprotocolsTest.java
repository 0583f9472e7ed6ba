package dev.sheetbend.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta WebSocket 2.2, ServerEndpointConfig.Configurator.getNegotiatedSubprotocol. */
class SubprotocolsTest {
    @Test
    void theFirstOfTheClientsListThatTheServerSupportsIsTaken() {
        assertThat(Subprotocols.select(List.of("c", "b", "a"), List.of("a", "b")))
                .contains("a");
    }

    @Test
    void noneIsTakenWhenNoneIsInBothLists() {
        assertThat(Subprotocols.select(List.of("a"), List.of("b"))).isEmpty();
        assertThat(Subprotocols.select(List.of(), List.of("b"))).isEmpty();
        assertThat(Subprotocols.select(List.of("a"), List.of())).isEmpty();
    }

    @Test
    void namesAreComparedExactly() {
        assertThat(Subprotocols.select(List.of("Chat", "chat.v2"), List.of("chat")))
                .isEmpty();
    }
}
