package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.HandshakeException;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.HandshakeResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** API 2.3, {@code ClientEndpointConfig.Configurator.afterResponse}: it is called when the handshake has failed, too. */
class FailedHandshakeConfiguratorTest {
    private final SheetbendClientContainer container = ClientContainers.create(Map.of());
    private final List<Map<String, List<String>>> answers = new ArrayList<>();

    @AfterEach
    void stop() {
        container.close();
    }

    private void connect(URI uri, Consumer<HandshakeResponse> afterResponse) throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void afterResponse(HandshakeResponse response) {
                        afterResponse.accept(response);
                    }
                })
                .build();
        container.connectToServer(new RecordingEndpoint(), config, uri);
    }

    private void note(HandshakeResponse response) {
        answers.add(response.getHeaders());
    }

    private static RawServer refusing() throws IOException {
        return new RawServer(
                connection -> connection.answer("HTTP/1.1 404 Not Found\r\nX-Why: gone\r\nContent-Length: 0\r\n\r\n"));
    }

    @Test
    void theHeadersOfARefusalAreShown() throws Exception {
        try (RawServer server = refusing()) {
            assertThatThrownBy(() -> connect(server.uri(), this::note)).isInstanceOf(HandshakeException.class);
        }
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).get("x-why")).containsExactly("gone");
    }

    @Test
    void withoutAnAnswerThereAreNoHeaders() throws Exception {
        try (RawServer server = new RawServer(connection -> connection.request())) {
            assertThatThrownBy(() -> connect(server.uri(), this::note)).isInstanceOf(IOException.class);
        }
        assertThat(answers).containsExactly(Map.of());
    }

    @Test
    void whatTheConfiguratorThrowsDoesNotHideTheFailure() throws Exception {
        try (RawServer server = refusing()) {
            assertThatThrownBy(() -> connect(server.uri(), response -> {
                        throw new IllegalStateException("not expected");
                    }))
                    .isInstanceOf(HandshakeException.class)
                    .hasSuppressedException(new IllegalStateException("not expected"));
        }
    }
}
