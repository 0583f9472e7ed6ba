package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the tests of chapter 2 talk to. */
public final class OverviewEndpoints {
    private OverviewEndpoints() {}

    /** Deploys all annotated classes, and the programmatic ones. */
    public static final class Application implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
            return Set.of(
                    ServerEndpointConfig.Builder.create(Programmatic.class, "/programmatic")
                            .build(),
                    ServerEndpointConfig.Builder.create(Replacing.class, "/replacing")
                            .build());
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
            return scanned;
        }
    }

    /** Answers questions about its session and itself. */
    public static final class Programmatic extends Endpoint {
        private int opens;

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            opens++;
            session.addMessageHandler(String.class, question -> send(session, answer(session, question)));
            session.addMessageHandler(ByteBuffer.class, data -> send(session, "binary " + data.remaining()));
            session.addMessageHandler(PongMessage.class, pong -> send(session, "pong " + decoded(pong)));
        }

        private String answer(Session session, String question) {
            return switch (question) {
                case "opens" -> String.valueOf(opens);
                case "container" -> identity(session.getContainer());
                case "add text" -> secondHandler(() -> session.addMessageHandler(String.class, text -> {}));
                case "add partial text" ->
                    secondHandler(() -> session.addMessageHandler(String.class, (text, last) -> {}));
                case "add binary" -> secondHandler(() -> session.addMessageHandler(byte[].class, data -> {}));
                case "add pong" -> secondHandler(() -> session.addMessageHandler(PongMessage.class, pong -> {}));
                case "handlers" -> String.valueOf(session.getMessageHandlers().size());
                case "exchange" -> exchange(session);
                default -> "text " + question;
            };
        }

        private static String secondHandler(Runnable registration) {
            try {
                registration.run();
                return "added";
            } catch (IllegalStateException e) {
                return "refused";
            }
        }

        /** Removes all handlers, and puts one in place of that for texts. */
        private static String exchange(Session session) {
            for (MessageHandler handler : session.getMessageHandlers()) {
                session.removeMessageHandler(handler);
            }
            session.addMessageHandler(String.class, text -> send(session, "new handler " + text));
            return "exchanged";
        }
    }

    /** Puts another handler into the place of the first while a message arrives. */
    public static final class Replacing extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(new First(session));
        }

        private static final class First implements MessageHandler.Partial<String> {
            private final Session session;

            First(Session session) {
                this.session = session;
            }

            @Override
            public void onMessage(String part, boolean last) {
                Journal.note(session, "old " + part);
                if (session.getMessageHandlers().contains(this)) {
                    session.removeMessageHandler(this);
                    session.addMessageHandler(String.class, text -> Journal.note(session, "new " + text));
                }
            }
        }
    }

    /** Notes what happens to a session. */
    @ServerEndpoint("/lifecycle")
    public static final class Lifecycle {
        private Session opened;

        /** The session is noted as far as it is the same everywhere. */
        @OnOpen
        public void open(Session session) {
            opened = session;
            session.getUserProperties().put("mark", "kept");
            Journal.note(session, "open");
        }

        /** Answers, or closes the session. */
        @OnMessage
        public String message(String message, Session session) throws IOException {
            switch (message) {
                case "id" -> {
                    return session.getId();
                }
                case "same" -> {
                    return String.valueOf(session == opened);
                }
                case "container" -> {
                    return identity(session.getContainer());
                }
                case "open sessions" -> {
                    return String.valueOf(session.getOpenSessions().stream()
                            .filter(open -> Journal.key(open).equals(Journal.key(session)))
                            .count());
                }
                case "close" -> session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "enough"));
                case "idle" -> session.setMaxIdleTimeout(50);
                default -> {
                    return "text " + message;
                }
            }
            return null;
        }

        /** A message of the second kind. */
        @OnMessage
        public String binary(byte[] message) {
            return "binary " + message.length;
        }

        /** A message of the third kind. */
        @OnMessage
        public String pong(PongMessage message) {
            return "pong " + decoded(message);
        }

        /** The last call; the user properties are still there. */
        @OnClose
        public void close(Session session, CloseReason reason) {
            Journal.note(
                    session,
                    "close " + reason.getCloseCode().getCode() + " "
                            + session.getUserProperties().get("mark") + " " + (session == opened));
        }
    }

    /** Wants numbers. */
    @ServerEndpoint("/numbers")
    public static final class Numbers {
        /** The answer is one more. */
        @OnMessage
        public int number(int number) {
            return number + 1;
        }

        /** The error is the answer. */
        @OnError
        public void error(Session session, Throwable error) {
            send(session, error.getClass().getSimpleName());
        }
    }

    /** Which container the application has as an attribute. */
    @WebServlet("/container")
    public static final class ContainerServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(identity(getServletContext().getAttribute("jakarta.websocket.server.ServerContainer")));
        }
    }

    private static String identity(Object object) {
        return String.valueOf(System.identityHashCode(object));
    }

    private static String decoded(PongMessage pong) {
        return StandardCharsets.UTF_8.decode(pong.getApplicationData()).toString();
    }

    private static void send(Session session, String text) {
        try {
            session.getBasicRemote().sendText(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
