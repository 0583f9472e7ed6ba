package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DecodeException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tests of chapter 4 talk to. */
public final class AnnotatedEndpoints {
    private AnnotatedEndpoints() {}

    /** Leaves out the malformed classes, which tests add one by one. */
    public static final class Application implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
            return Set.of();
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            return scanned.stream()
                    .filter(type -> type.getEnclosingClass() == AnnotatedEndpoints.class)
                    .collect(Collectors.toSet());
        }
    }

    /** Sends back what it gets. */
    @ServerEndpoint("/echo")
    public static final class Echo {
        /** A text. */
        @OnMessage
        public String text(String message) {
            return message;
        }

        /** Bytes. */
        @OnMessage
        public byte[] bytes(byte[] message) {
            return message;
        }

        /** A Pong, as a text. */
        @OnMessage
        public String pong(PongMessage message) {
            return "pong " + message.getApplicationData().remaining();
        }
    }

    /** Words in, words out. */
    @ServerEndpoint(
            value = "/coded",
            encoders = Words.WordEncoder.class,
            decoders = {Words.FirstDecoder.class, Words.SecondDecoder.class, Words.BlobDecoder.class})
    public static final class Coded {
        /** Answers with an object of a subclass of the encoder's type. */
        @OnMessage
        public Words.LoudWord word(Words.Word word) {
            return new Words.LoudWord(word.text());
        }

        /** A binary message. */
        @OnMessage
        public String blob(Words.Blob blob) {
            return "blob of " + blob.length();
        }

        /** The error is the answer. */
        @OnError
        public void error(Session session, Throwable error) throws IOException {
            session.getBasicRemote().sendText(error.getClass().getSimpleName());
        }
    }

    /** Says which subprotocol it has. */
    @ServerEndpoint(
            value = "/subprotocols",
            subprotocols = {"first", "second"})
    public static final class Subprotocols {
        /** The answer is empty when there is none. */
        @OnMessage
        public String subprotocol(String question, Session session) {
            return session.getNegotiatedSubprotocol();
        }
    }

    /** Has a configurator. */
    @ServerEndpoint(value = "/configured", configurator = HeaderConfigurator.class)
    public static final class Configured {}

    /** Puts a header into the answer. */
    public static final class HeaderConfigurator extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            response.getHeaders().put("X-Configurator", List.of("used"));
        }
    }

    /** Takes the segments of its path at every call. */
    @ServerEndpoint("/parameters/{text}/{number}")
    public static final class Parameters {
        private String atOpen;

        /** The first call. */
        @OnOpen
        public void open(@PathParam("text") String text) {
            atOpen = text;
        }

        /** Answers with all of them. */
        @OnMessage
        public String message(
                String message,
                @PathParam("text") String text,
                @PathParam("number") int number,
                @PathParam("number") Integer boxed,
                @PathParam("missing") String missing) {
            return String.join(" ", atOpen, text, String.valueOf(number + 1), boxed.toString(), missing);
        }

        /** Answers with the error. */
        @OnError
        public void error(Session session, Throwable error, @PathParam("text") String text) throws IOException {
            String segment = error instanceof DecodeException decoding ? decoding.getText() : "none";
            session.getBasicRemote().sendText(error.getClass().getSimpleName() + " of " + segment + " for " + text);
        }

        /** The last call. */
        @OnClose
        public void close(Session session, @PathParam("text") String text) {
            Journal.note(session, "close " + text);
        }
    }

    /** Takes one segment in many types. */
    @ServerEndpoint("/types/{flag}/{number}")
    public static final class ParameterTypes {
        /** Answers with all of them. */
        @OnMessage
        public String message(
                String message,
                @PathParam("flag") boolean flag,
                @PathParam("flag") Boolean boxedFlag,
                @PathParam("number") byte aByte,
                @PathParam("number") Short aShort,
                @PathParam("number") long aLong,
                @PathParam("number") Float aFloat,
                @PathParam("number") double aDouble) {
            return List.of(flag, boxedFlag, aByte, aShort, aLong, aFloat, aDouble)
                    .toString();
        }
    }

    /** Notes its life; a message is an order. */
    @ServerEndpoint("/life")
    public static final class Life {
        private Session opened;

        /** The config is that of this endpoint. */
        @OnOpen
        public void open(EndpointConfig config, Session session) throws IOException {
            opened = session;
            Journal.note(session, "open " + ((ServerEndpointConfig) config).getPath() + " " + session.isOpen());
            session.getBasicRemote().sendText("welcome");
        }

        /** Closes the session, or fails. */
        @OnMessage
        public void message(String order, Session session) throws IOException {
            switch (order) {
                case "close" -> session.close();
                case "idle" -> session.setMaxIdleTimeout(50);
                default -> throw new IllegalArgumentException(order);
            }
        }

        /** Fails when the peer wants that. */
        @OnClose
        public void close(CloseReason reason, Session session) {
            Journal.note(session, "close " + reason.getCloseCode().getCode() + " " + (session == opened));
            if ("fail".equals(reason.getReasonPhrase())) {
                throw new IllegalStateException("fails in close");
            }
        }

        /** Notes the error. */
        @OnError
        public void error(Throwable error, Session session) {
            Journal.note(
                    session,
                    "error " + error.getClass().getSimpleName() + " " + error.getMessage() + " " + (session == opened));
        }
    }

    /** Texts become numbers, and numbers texts. */
    @ServerEndpoint("/int")
    public static final class Ints {
        /** Primitive in and out. */
        @OnMessage
        public int number(int number) {
            return number;
        }
    }

    /** Texts become boxed numbers, and these texts. */
    @ServerEndpoint("/double")
    public static final class Doubles {
        /** Boxed in and out. */
        @OnMessage
        public Double number(Double number) {
            return number;
        }
    }

    /** Primitive in, boxed out. */
    @ServerEndpoint("/boolean")
    public static final class Booleans {
        /** The opposite. */
        @OnMessage
        public Boolean not(boolean flag) {
            return !flag;
        }
    }

    /** Boxed in, primitive out. */
    @ServerEndpoint("/long")
    public static final class Longs {
        /** The successor. */
        @OnMessage
        public long successor(Long number) {
            return number + 1;
        }
    }

    /** Takes five bytes at most. */
    @ServerEndpoint("/limited")
    public static final class Limited {
        /** A text. */
        @OnMessage(maxMessageSize = 5)
        public String text(String message) {
            return message;
        }

        /** Bytes. */
        @OnMessage(maxMessageSize = 5)
        public String bytes(byte[] message) {
            return message.length + " bytes";
        }
    }

    /** To be inherited from. */
    @ServerEndpoint("/parent")
    public static class Parent {
        /** Answers whose method it is. */
        @OnMessage
        public String message(String message) {
            return "parent";
        }
    }

    /** Overrides the method without its annotation. */
    @ServerEndpoint("/overriding")
    public static final class Overriding extends Parent {
        @Override
        public String message(String message) {
            return "overriding";
        }
    }
}
