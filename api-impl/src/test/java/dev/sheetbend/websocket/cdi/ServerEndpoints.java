package dev.sheetbend.websocket.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

/** Endpoints of the server that need injection. */
final class ServerEndpoints {
    private ServerEndpoints() {}

    /** Injected in every way, with a configurator and coders that are too. */
    @Dependent
    @ServerEndpoint(
            value = "/chat",
            configurator = ChatConfigurator.class,
            encoders = Coders.WordEncoder.class,
            decoders = Coders.WordDecoder.class)
    public static class Chat {
        private final Beans.Helper helper;

        @Inject
        private Beans.Greeting greeting;

        private Beans.PerCall perCall;

        @Inject
        Chat(Beans.Helper helper) {
            this.helper = helper;
        }

        @Inject
        void use(Beans.PerCall aPerCall) {
            perCall = aPerCall;
        }

        @OnOpen
        public void open(Session session) throws IOException {
            session.getBasicRemote().sendText(greeting.greet(helper.help()));
        }

        @OnMessage
        @Beans.Traced
        public Coders.Word message(Coders.Word word, Session session) throws IOException {
            if (word.text().startsWith("fail")) {
                throw new IOException("as told");
            }
            if (word.text().startsWith("close")) {
                session.close();
            }
            return new Coders.Word(word.text() + perCall.use() + perCall.use());
        }

        @OnError
        public void error(Throwable failure) {
            Journal.add("onError " + failure.getMessage());
        }

        @OnClose
        public void close(CloseReason reason) {
            Journal.add("onClose " + reason.getCloseCode().getCode());
        }

        @PreDestroy
        void end() {
            Journal.add("chat ended");
        }
    }

    /** Ends with the deployment. */
    public static class ChatConfigurator extends ServerEndpointConfig.Configurator {
        @Inject
        private Beans.Helper helper;

        /** For CDI. */
        public ChatConfigurator() {}

        @Override
        public void modifyHandshake(ServerEndpointConfig sec, HandshakeRequest request, HandshakeResponse response) {
            Journal.add("configurator " + (helper == null ? "alone" : helper.help()));
        }

        @PreDestroy
        void end() {
            Journal.add("configurator ended");
        }
    }

    /** No bean, and yet it has all that a bean has. */
    @ServerEndpoint("/stranger")
    public static class Stranger {
        @Inject
        private Beans.Greeting greeting;

        /** For CDI. */
        public Stranger() {}

        @OnMessage
        @Beans.Traced
        public String message(String text) {
            return greeting.greet(text);
        }

        @PreDestroy
        void end() {
            Journal.add("stranger ended");
        }
    }

    /** One instance for all connections, some of whose methods no client proxy passes on. */
    @ApplicationScoped
    @ServerEndpoint("/shared")
    public static class Shared {
        private final String state;

        /** What a client proxy would be made with. */
        protected Shared() {
            this.state = "a proxy";
        }

        @Inject
        Shared(Beans.Greeting greeting) {
            this.state = greeting.greet("all");
        }

        @OnMessage
        public final String message(String text) {
            return text + " " + state + " " + System.identityHashCode(this);
        }

        @PreDestroy
        void end() {
            Journal.add("shared ended");
        }
    }

    /** A singleton of the other kind, and final. */
    @Singleton
    @ServerEndpoint("/single")
    public static final class Single {
        @Inject
        private Beans.Greeting greeting;

        /** For CDI. */
        public Single() {}

        @OnMessage
        public String message(String text) {
            return greeting.greet(text) + " " + System.identityHashCode(this);
        }

        @PreDestroy
        void end() {
            Journal.add("single ended");
        }
    }

    /** A request is not what an endpoint lives in: it lives as long as its connection. */
    @RequestScoped
    @ServerEndpoint("/request")
    public static class OfRequest {
        private int messages;

        /** For CDI. */
        public OfRequest() {}

        @OnMessage
        public int message(String text) {
            return ++messages;
        }

        @PreDestroy
        void end() {
            Journal.add("endpoint of a request ended");
        }
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
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>)
                    text -> session.getAsyncRemote().sendText(greeting.greet(text)));
        }

        @PreDestroy
        void end() {
            Journal.add("programmatic ended");
        }
    }

    /** Fails to open. */
    @ServerEndpoint("/fails")
    public static class FailsToOpen {
        @Inject
        private Beans.Helper helper;

        /** For CDI. */
        public FailsToOpen() {}

        @OnOpen
        public void open() {
            throw new IllegalStateException("No, " + helper.help() + " to fail.");
        }

        @OnError
        public void error(Throwable failure) {
            Journal.add(failure.getMessage());
        }

        @PreDestroy
        void end() {
            Journal.add("failing endpoint ended");
        }
    }

    /** Its connection cannot be made. */
    @ServerEndpoint(value = "/refused", encoders = Coders.FailingEncoder.class)
    public static class Refused {
        @Inject
        private Beans.Helper helper;

        /** For CDI. */
        public Refused() {}

        @OnOpen
        public void open() {
            Journal.add(helper.help() + ", but should not be open");
        }

        @PreDestroy
        void end() {
            Journal.add("refused endpoint ended");
        }
    }

    /** Fails while it is made, when it has what it depends on. */
    @Dependent
    @ServerEndpoint("/unmade")
    public static class Unmade {
        @Inject
        Unmade(Beans.Helper helper) {
            throw new IllegalStateException("not after being " + helper.help());
        }
    }

    /** Asks for the platform's instance, and knows it again. */
    public static class Wrapping extends ServerEndpointConfig.Configurator {
        /** For CDI. */
        public Wrapping() {}

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            T instance = super.getEndpointInstance(endpointClass);
            Journal.add("wrapping " + endpointClass.isInstance(instance));
            return instance;
        }
    }

    /** Made by the platform, on demand of its configurator. */
    @ServerEndpoint(value = "/wrapped", configurator = Wrapping.class)
    public static class Wrapped extends Stranger {
        /** For CDI. */
        public Wrapped() {}
    }

    /** Makes the instances itself. */
    public static class OwnWay extends ServerEndpointConfig.Configurator {
        /** For CDI. */
        public OwnWay() {}

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(new Own());
        }
    }

    /** Its configurator's own. */
    @ServerEndpoint(value = "/own", configurator = OwnWay.class)
    public static class Own {
        @Inject
        private Beans.Greeting greeting;

        /** For its configurator. */
        public Own() {}

        @OnMessage
        public String message(String text) {
            return text + (greeting == null ? " without" : " with");
        }

        @PreDestroy
        void end() {
            Journal.add("own ended");
        }
    }
}
