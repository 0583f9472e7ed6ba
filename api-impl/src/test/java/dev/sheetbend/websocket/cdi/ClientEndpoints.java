package dev.sheetbend.websocket.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;

/** Endpoints of the client that need injection. */
final class ClientEndpoints {
    private ClientEndpoints() {}

    /** With everything that a client endpoint can have. */
    @ClientEndpoint(
            configurator = CallerConfigurator.class,
            encoders = Coders.WordEncoder.class,
            decoders = Coders.WordDecoder.class)
    public static class Caller {
        private final Beans.Greeting greeting;

        @Inject
        Caller(Beans.Greeting greeting) {
            this.greeting = greeting;
        }

        @OnMessage
        @Beans.Traced
        public void message(Coders.Word word) {
            Journal.add(greeting.greet(word.text()));
        }

        @OnClose
        public void close(CloseReason reason) {
            Journal.add("caller onClose " + reason.getCloseCode().getCode());
        }

        @PreDestroy
        void end() {
            Journal.add("caller ended");
        }
    }

    /** Ends with the connection. */
    public static class CallerConfigurator extends ClientEndpointConfig.Configurator {
        @Inject
        private Beans.Helper helper;

        /** For CDI. */
        public CallerConfigurator() {}

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            Journal.add("beforeRequest " + helper.help());
        }

        @PreDestroy
        void end() {
            Journal.add("caller's configurator ended");
        }
    }

    /** Not injected, as the application made it, and not written for CDI at all. */
    @ClientEndpoint
    public static class Listener {
        /** For the application. */
        public Listener() {}

        @OnMessage
        public void message(String text) {
            Journal.add("got " + text);
        }

        @PreDestroy
        void end() {
            Journal.add("listener ended");
        }
    }

    /** A bean that is connected itself: what it knows as its own bean is a proxy. */
    @ApplicationScoped
    @ClientEndpoint(encoders = Coders.WordEncoder.class)
    public static class Self extends Listener {
        /** For CDI. */
        public Self() {}
    }

    /** By methods of Endpoint. */
    public static class Programmatic extends Endpoint {
        @Inject
        private Beans.Greeting greeting;

        /** For CDI. */
        public Programmatic() {}

        @Override
        @Beans.Traced
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                    String.class, (MessageHandler.Whole<String>) text -> Journal.add(greeting.greet(text)));
        }

        @PreDestroy
        void end() {
            Journal.add("programmatic client ended");
        }
    }
}
