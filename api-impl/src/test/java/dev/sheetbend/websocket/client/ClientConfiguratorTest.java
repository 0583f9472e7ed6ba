package dev.sheetbend.websocket.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application may do to the request of its opening handshake, and what it sees of the answer (specification, 3.2). */
@Timeout(60)
class ClientConfiguratorTest {
    private final SheetbendClientContainer container = ClientContainers.create();
    private final CompletableFuture<String> request = new CompletableFuture<>();
    private final Map<String, List<String>> answer = new HashMap<>();

    @AfterEach
    void nothingIsLeft() {
        ClientContainers.closeAndCheck(container);
    }

    private RawServer server(String... more) throws Exception {
        return new RawServer(connection -> {
            request.complete(connection.request());
            connection.answer(connection.switching(more));
            new EchoPeer(connection.socket).run();
        });
    }

    private ClientEndpointConfig.Builder changing(Consumer<Map<String, List<String>>> change) {
        return ClientEndpointConfig.Builder.create().configurator(new ClientEndpointConfig.Configurator() {
            @Override
            public void beforeRequest(Map<String, List<String>> headers) {
                change.accept(headers);
            }

            @Override
            public void afterResponse(HandshakeResponse response) {
                answer.putAll(response.getHeaders());
                for (String name : List.of("X-MANY", "x-many", "Sec-WebSocket-Accept")) {
                    answer.put(name, response.getHeaders().get(name));
                }
            }
        });
    }

    private Session connect(RawServer server, ClientEndpointConfig config) throws Exception {
        return container.connectToServer(new RecordingEndpoint(), config, server.uri());
    }

    @Test
    void headersCanBeAddedChangedAndRemoved() throws Exception {
        ClientEndpointConfig config = changing(headers -> {
                    headers.put("Host", List.of("virtual.example:8080"));
                    headers.put("Origin", List.of("https://example.com"));
                    headers.put("Authorization", List.of("Bearer abc"));
                    headers.put("User-Agent", List.of("mine/1"));
                    headers.put("Cookie", List.of("a=b", "c=d"));
                    headers.get("sec-websocket-protocol").add("more");
                    headers.remove("SEC-WEBSOCKET-EXTENSIONS");
                })
                .preferredSubprotocols(List.of("chat"))
                .extensions(List.of(extension("ext1", List.of())))
                .build();
        try (RawServer server = server()) {
            connect(server, config);

            assertThat(request.get(10, TimeUnit.SECONDS))
                    .startsWith("GET /chat HTTP/1.1\r\nHost: virtual.example:8080\r\n")
                    .contains(
                            "\r\nOrigin: https://example.com\r\n",
                            "\r\nAuthorization: Bearer abc\r\n",
                            "\r\nUser-Agent: mine/1\r\n",
                            "\r\nCookie: a=b\r\nCookie: c=d\r\n",
                            "\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: more\r\n")
                    .doesNotContain("ext1", "localhost");
        }
    }

    @Test
    void theHeadersAreThoseOfTheRequestAndFoundInAnyCase() throws Exception {
        var seen = new ArrayList<String>();
        ClientEndpointConfig config = changing(headers -> {
                    seen.addAll(headers.keySet());
                    assertThat(headers.get("sec-websocket-version")).containsExactly("13");
                })
                .build();
        try (RawServer server = server()) {
            connect(server, config);

            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            "Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version");
        }
    }

    /** What is offered in the end counts, not what the configuration says. */
    @Test
    void aSubprotocolThatWasAddedMayBeChosenAndOneThatWasRemovedNot() throws Exception {
        ClientEndpointConfig config = changing(
                        headers -> headers.put("Sec-WebSocket-Protocol", new ArrayList<>(List.of("late"))))
                .preferredSubprotocols(List.of("chat"))
                .build();
        try (RawServer server = server("Sec-WebSocket-Protocol: late")) {
            assertThat(connect(server, config).getNegotiatedSubprotocol()).isEqualTo("late");
        }
        try (RawServer server = server("Sec-WebSocket-Protocol: chat")) {
            assertThatThrownBy(() -> connect(server, config)).hasMessageContaining("was not offered");
        }
    }

    @Test
    void theAnswerIsSeenWhole() throws Exception {
        try (RawServer server = server("X-Many: one", "x-many: two", "Empty:")) {
            connect(server, changing(headers -> {}).build());

            assertThat(answer.get("X-MANY")).containsExactly("one", "two");
            assertThat(answer.get("x-many")).containsExactly("one", "two");
            assertThat(answer.get("Empty")).containsExactly("");
            assertThat(answer.get("Upgrade")).containsExactly("websocket");
            assertThat(answer.get("Sec-WebSocket-Accept")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Host"})
    void whatMakesItAnOpeningHandshakeMustStay(String name) {
        ClientEndpointConfig removing =
                changing(headers -> headers.remove(name)).build();
        ClientEndpointConfig doubling =
                changing(headers -> headers.get(name).add("other")).build();
        URI uri = URI.create("ws://localhost/");
        for (ClientEndpointConfig config : List.of(removing, doubling)) {
            assertThatThrownBy(() -> container.connectToServer(new RecordingEndpoint(), config, uri))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void anExceptionAfterTheAnswerEndsTheConnection() throws Exception {
        var ended = new CompletableFuture<Integer>();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void afterResponse(HandshakeResponse response) {
                        throw new IllegalStateException("not this one");
                    }
                })
                .build();
        try (RawServer server = new RawServer(connection -> {
            connection.answer(connection.switching());
            ended.complete(connection.socket.getInputStream().read());
        })) {
            assertThatThrownBy(() -> connect(server, config))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("not this one");
            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    /** RFC 6455, 9.1: even in quotes, the value must be a token. */
    @ParameterizedTest
    @ValueSource(strings = {"two words", "a,b", "\"", "\u00e4"})
    void anExtensionThatCannotBeOfferedIsADeploymentException(String value) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(extension("ext1", List.of(new Pair("name", value)))))
                .build();
        assertThatThrownBy(
                        () -> container.connectToServer(new RecordingEndpoint(), config, URI.create("ws://localhost/")))
                .isInstanceOf(DeploymentException.class)
                .hasMessage("The value of an extension parameter must be a token.");
    }

    @Test
    void anOwnClassOfConfigurationMaySayNothing() throws Exception {
        ClientEndpointConfig plain = ClientEndpointConfig.Builder.create().build();
        ClientEndpointConfig config = new ClientEndpointConfig() {
            @Override
            public List<String> getPreferredSubprotocols() {
                return null;
            }

            @Override
            public List<Extension> getExtensions() {
                return null;
            }

            @Override
            public SSLContext getSSLContext() {
                return null;
            }

            @Override
            public Configurator getConfigurator() {
                return null;
            }

            @Override
            public List<Class<? extends Encoder>> getEncoders() {
                return plain.getEncoders();
            }

            @Override
            public List<Class<? extends Decoder>> getDecoders() {
                return plain.getDecoders();
            }

            @Override
            public Map<String, Object> getUserProperties() {
                return plain.getUserProperties();
            }
        };
        try (RawServer server = server()) {
            assertThat(connect(server, config).isOpen()).isTrue();
        }
    }

    private record Pair(String getName, String getValue) implements Extension.Parameter {}

    private static Extension extension(String name, List<Extension.Parameter> parameters) {
        return new Extension() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public List<Parameter> getParameters() {
                return parameters;
            }
        };
    }
}
