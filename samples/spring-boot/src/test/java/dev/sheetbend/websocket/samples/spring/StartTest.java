package dev.sheetbend.websocket.samples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheetbend.websocket.HandshakeException;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;

/** What an application can get wrong, and in which order things come. */
class StartTest {
    /** No decoder makes threads. */
    @ServerEndpoint("/malformed")
    public static class Malformed {
        @OnMessage
        public void message(Thread nothing) {
            // Never deployed.
        }
    }

    /** An application's own filter, as a bean without an order. */
    public static class OwnFilter {
        @Bean
        static Filter toll() {
            return (request, response, chain) ->
                    ((HttpServletResponse) response).sendError(HttpServletResponse.SC_PAYMENT_REQUIRED);
        }
    }

    /** Says nothing. */
    public static class Silent extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // Never connected.
        }
    }

    private static ConfigurableApplicationContext run(Class<?> more) {
        return SpringApplication.run(new Class<?>[] {SpringSample.class, more}, new String[] {"--server.port=0"});
    }

    @Test
    void aMalformedEndpointFailsTheStartAndIsNamed() {
        assertThatThrownBy(() -> run(Malformed.class).close())
                .hasRootCauseInstanceOf(DeploymentException.class)
                .rootCause()
                .hasMessageContaining(Malformed.class.getName() + ".message(Thread)")
                .hasMessageContaining("WSC-4.7-1");
    }

    @Test
    void theApplicationsFiltersComeBeforeTheHandshake() {
        try (ConfigurableApplicationContext application = run(OwnFilter.class)) {
            String uri = "ws://localhost:" + application.getEnvironment().getProperty("local.server.port") + "/echo";

            assertThatThrownBy(() -> new StandardWebSocketClient()
                            .execute(new Conversation(), uri)
                            .get(Conversation.SECONDS, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            e -> assertThat(e.status()).isEqualTo(HttpServletResponse.SC_PAYMENT_REQUIRED));
        }
    }

    @Test
    void theEndOfAContextBelowEndsNoEndpoint() throws Exception {
        try (ConfigurableApplicationContext application = run(Silent.class)) {
            var below = new GenericApplicationContext(application);
            below.refresh();
            below.close();

            var conversation = new Conversation();
            String uri = "ws://localhost:" + application.getEnvironment().getProperty("local.server.port") + "/echo";
            try (WebSocketSession session = new StandardWebSocketClient()
                    .execute(conversation, uri)
                    .get(Conversation.SECONDS, TimeUnit.SECONDS)) {
                session.sendMessage(new TextMessage("hello"));
                assertThat(conversation.text()).isEqualTo("hello");
            }
        }
    }

    @Test
    void theClientsEndWithTheApplication() {
        ConfigurableApplicationContext application = run(OwnFilter.class);
        var container = application.getBean("clientContainer", WebSocketContainer.class);

        application.close();

        assertThatThrownBy(() -> container.connectToServer(
                        new Silent(), ClientEndpointConfig.Builder.create().build(), URI.create("ws://localhost/")))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("has stopped");
    }
}
