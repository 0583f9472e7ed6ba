package dev.sheetbend.websocket.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.ContextLoader;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;

/** {@code StandardWebSocketClient} over Sheetbend's client, against the sample by TLS. */
class SpringClientTest {
    private static ServerKey key;
    private static ConfigurableApplicationContext application;
    private static StandardWebSocketClient client;

    private final Conversation conversation = new Conversation();
    private final WebSocketHttpHeaders headers = new WebSocketHttpHeaders();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        key = ServerKey.in(directory);
        var arguments = new ArrayList<>(List.of(key.arguments()));
        arguments.add("--server.port=0");
        application = SpringApplication.run(SpringSample.class, arguments.toArray(String[]::new));
        client = new StandardWebSocketClient();
        client.setSslContext(key.trusting());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static URI uri(String path) {
        return URI.create("wss://localhost:" + application.getEnvironment().getProperty("local.server.port") + path);
    }

    private WebSocketSession connect(String path) throws Exception {
        return client.execute(conversation, headers, uri(path)).get(Conversation.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void headersReachTheServer() throws Exception {
        headers.setBasicAuth("ann", "secret");
        try (WebSocketSession session = connect("/members/greeting")) {
            assertThat(conversation.text()).isEqualTo("Good morning, ann");

            session.sendMessage(new TextMessage("Bob"));

            assertThat(conversation.text()).isEqualTo("Good morning, Bob");
        }
    }

    @Test
    void aSubprotocolIsAgreedOn() throws Exception {
        headers.setSecWebSocketProtocol(List.of("quiet", ShoutingHandler.LOUD));
        try (WebSocketSession session = connect("/shouting")) {
            assertThat(session.getAcceptedProtocol()).isEqualTo(ShoutingHandler.LOUD);
        }
    }

    @Test
    void compressionIsAgreedOn() throws Exception {
        headers.setSecWebSocketExtensions(List.of(new WebSocketExtension("permessage-deflate")));
        try (WebSocketSession session = connect("/shouting")) {
            assertThat(session.getExtensions())
                    .extracting(WebSocketExtension::getName)
                    .containsExactly("permessage-deflate");
            session.sendMessage(new TextMessage("a".repeat(1000)));

            assertThat(conversation.text()).isEqualTo("A".repeat(1000) + "!");
        }
    }

    @Test
    void aServerThatTheContextDoesNotTrustIsRefused() {
        assertThatThrownBy(() -> new StandardWebSocketClient()
                        .execute(conversation, headers, uri("/echo"))
                        .get(Conversation.SECONDS, TimeUnit.SECONDS))
                .hasStackTraceContaining(SSLException.class.getPackageName())
                .hasStackTraceContaining("PKIX path building failed");
    }

    @Test
    void theLimitOfTheContainersBeanHolds() throws Exception {
        try (WebSocketSession session = connect("/echo")) {
            session.setTextMessageSizeLimit(2 * HandlerConfiguration.LONGEST_TEXT);
            session.sendMessage(new TextMessage("a".repeat(HandlerConfiguration.LONGEST_TEXT)));
            assertThat(conversation.text()).hasSize(HandlerConfiguration.LONGEST_TEXT);

            try {
                session.sendMessage(new TextMessage("a".repeat(HandlerConfiguration.LONGEST_TEXT + 1)));
            } catch (IOException e) {
                // The server need not read what is too long to its end.
            }

            assertThat(conversation.closed().getCode()).isEqualTo(CloseStatus.TOO_BIG_TO_PROCESS.getCode());
        }
    }

    /** Why the sample has a configurator of its own. */
    @Test
    void springsOwnConfiguratorWouldFindNoContext() {
        assertThat(ContextLoader.getCurrentWebApplicationContext()).isNull();
    }
}
