package dev.sheetbend.websocket.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Undertow's own WebSocket has what it has in an application server, not the least that it can do with. */
class OwnUndertowWebSocketTest {
    @Test
    void itsBuffersAreThoseOfAnApplicationServer() {
        assertThat(OwnUndertowWebSocket.webSocket().getBuffers().getBufferSize())
                .isEqualTo(16 * 1024);
    }
}
