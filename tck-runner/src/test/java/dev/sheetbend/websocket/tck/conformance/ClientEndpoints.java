package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Client endpoints that note what happens to them; the forms of one endpoint all note the same. */
public final class ClientEndpoints {
    private ClientEndpoints() {}

    /** The ways to connect an endpoint. */
    enum Form {
        ANNOTATED_CLASS {
            @Override
            Session connect(WebSocketContainer container, URI uri) throws Exception {
                return container.connectToServer(Annotated.class, uri);
            }
        },
        ANNOTATED_INSTANCE {
            @Override
            Session connect(WebSocketContainer container, URI uri) throws Exception {
                return container.connectToServer(new Annotated(), uri);
            }
        },
        ENDPOINT_CLASS {
            @Override
            Session connect(WebSocketContainer container, URI uri) throws Exception {
                return container.connectToServer(Programmatic.class, config(), uri);
            }
        },
        ENDPOINT_INSTANCE {
            @Override
            Session connect(WebSocketContainer container, URI uri) throws Exception {
                return container.connectToServer(new Programmatic(), config(), uri);
            }
        };

        abstract Session connect(WebSocketContainer container, URI uri) throws Exception;
    }

    /** A configuration without anything special. */
    static ClientEndpointConfig config() {
        return ClientEndpointConfig.Builder.create().build();
    }

    /** What both kinds of endpoint do. A line ends with whether the session is the one that was opened. */
    private static final class Life {
        private Session opened;
        private int opens;

        void open(Session session, EndpointConfig config) {
            opened = session;
            opens++;
            session.getUserProperties().put("mark", "kept");
            note(session, "open " + opens + " " + (config instanceof ClientEndpointConfig));
        }

        void text(Session session, String text) {
            if (text.startsWith("throw ")) {
                throw new IllegalArgumentException(text.substring("throw ".length()));
            }
            note(session, "text " + text);
        }

        void binary(Session session, int length) {
            note(session, "binary " + length);
        }

        void pong(Session session, PongMessage pong) {
            note(session, "pong " + StandardCharsets.UTF_8.decode(pong.getApplicationData()));
        }

        void close(Session session, CloseReason reason) {
            int code = reason.getCloseCode().getCode();
            note(session, "close " + code + " " + session.getUserProperties().get("mark"));
            if ("fail".equals(reason.getReasonPhrase())) {
                throw new IllegalStateException("fails in close");
            }
        }

        void error(Session session, Throwable error) {
            note(session, "error " + error.getClass().getSimpleName() + " " + error.getMessage());
        }

        private void note(Session session, String line) {
            Journal.note(session, line + " " + (session == opened));
        }
    }

    /** The annotated form. */
    @ClientEndpoint
    public static final class Annotated {
        private final Life life = new Life();

        /** The first call. */
        @OnOpen
        public void open(Session session, EndpointConfig config) {
            life.open(session, config);
        }

        /** A text; what begins with {@code throw} is thrown. */
        @OnMessage
        public void text(String text, Session session) {
            life.text(session, text);
        }

        /** Bytes. */
        @OnMessage
        public void binary(byte[] bytes, Session session) {
            life.binary(session, bytes.length);
        }

        /** A Pong. */
        @OnMessage
        public void pong(PongMessage pong, Session session) {
            life.pong(session, pong);
        }

        /** The last call; fails if the reason is {@code fail}. */
        @OnClose
        public void close(Session session, CloseReason reason) {
            life.close(session, reason);
        }

        /** What the other methods throw. */
        @OnError
        public void error(Session session, Throwable error) {
            life.error(session, error);
        }
    }

    /** The programmatic form. */
    public static final class Programmatic extends Endpoint {
        private final Life life = new Life();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            life.open(session, config);
            session.addMessageHandler(String.class, text -> life.text(session, text));
            session.addMessageHandler(ByteBuffer.class, bytes -> life.binary(session, bytes.remaining()));
            session.addMessageHandler(PongMessage.class, pong -> life.pong(session, pong));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            life.close(session, reason);
        }

        @Override
        public void onError(Session session, Throwable error) {
            life.error(session, error);
        }
    }

    /** Does nothing by itself: tests add handlers to its session. */
    public static final class Silent extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // The test does the rest.
        }
    }
}
