package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.tck.endpoint.Journal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What client endpoints talk to when they are what is tested. */
public final class PeerEndpoints {
    private PeerEndpoints() {}

    /** Does what a client asks for, and notes in the journal what it sees of it. */
    @ServerEndpoint("/peer")
    public static final class Peer {
        /**
         * An order has a verb and the rest:
         *
         * <pre>
         * ping [text]       sends a Ping; the Pong to it is noted
         * pong [text]       sends a Pong
         * binary [length]   sends a binary message of zeros
         * parts [letters]   sends a text message in as many parts, and then the text "end"
         * several [letters] sends as many text messages
         * close [code]      closes the session
         * fail              closes it with the reason "fail"
         * abort             ends the connection without closing it
         * </pre>
         *
         * Any other text comes back.
         */
        @OnMessage
        public void order(String order, Session session) throws IOException {
            String verb = order.split(" ", 2)[0];
            String rest = order.substring(Math.min(verb.length() + 1, order.length()));
            RemoteEndpoint.Basic remote = session.getBasicRemote();
            switch (verb) {
                case "ping" -> remote.sendPing(ByteBuffer.wrap(rest.getBytes(StandardCharsets.UTF_8)));
                case "pong" -> remote.sendPong(ByteBuffer.wrap(rest.getBytes(StandardCharsets.UTF_8)));
                case "binary" -> remote.sendBinary(ByteBuffer.allocate(Integer.parseInt(rest)));
                case "parts" -> sendParts(remote, rest);
                case "several" -> sendSeveral(remote, rest);
                case "close" -> session.close(new CloseReason(code(Integer.parseInt(rest)), "as asked"));
                case "fail" -> session.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, "fail"));
                case "abort" -> ((SheetbendSession) session).abort();
                default -> remote.sendText(order);
            }
        }

        /** Any binary message comes back. */
        @OnMessage
        public byte[] bytes(byte[] message) {
            return message;
        }

        /** Notes the data. */
        @OnMessage
        public void pong(PongMessage message, Session session) {
            Journal.note(session, "pong " + StandardCharsets.UTF_8.decode(message.getApplicationData()));
        }

        /** Notes the code. */
        @OnClose
        public void close(Session session, CloseReason reason) {
            Journal.note(session, "close " + reason.getCloseCode().getCode());
        }

        private static void sendParts(RemoteEndpoint.Basic remote, String letters) throws IOException {
            for (int i = 0; i < letters.length(); i++) {
                remote.sendText(letters.substring(i, i + 1), i == letters.length() - 1);
            }
            remote.sendText("end");
        }

        private static void sendSeveral(RemoteEndpoint.Basic remote, String letters) throws IOException {
            for (int i = 0; i < letters.length(); i++) {
                remote.sendText(letters.substring(i, i + 1));
            }
        }

        private static CloseReason.CloseCode code(int code) {
            return CloseReason.CloseCodes.getCloseCode(code);
        }
    }

    /** Sends a text, a binary message and a Close frame as soon as it can. */
    @ServerEndpoint("/hasty")
    public static final class Hasty {
        /** All at once. */
        @OnOpen
        public void open(Session session) throws IOException {
            session.getBasicRemote().sendText("hasty");
            session.getBasicRemote().sendBinary(ByteBuffer.allocate(2));
            session.close();
            Journal.note(session, "closed");
        }
    }

    /** Says what its query has as {@code say}, and notes what it gets. */
    @ServerEndpoint("/listening")
    public static final class Listening {
        /** Says it. */
        @OnOpen
        public void open(Session session) throws IOException {
            session.getBasicRemote()
                    .sendText(session.getRequestParameterMap().get("say").get(0));
        }

        /** Notes a text. */
        @OnMessage
        public void text(String text, Session session) {
            Journal.note(session, "text " + text);
        }

        /** Notes bytes. */
        @OnMessage
        public void bytes(byte[] bytes, Session session) {
            Journal.note(session, "bytes " + bytes.length);
        }
    }

    /** Notes what the opening handshake of a client has, and puts a header into the answer. */
    @ServerEndpoint(
            value = "/handshake",
            subprotocols = {"second", "first"},
            configurator = NotingHandshakes.class)
    public static final class Handshake {
        /** Any text comes back. */
        @OnMessage
        public String echo(String message) {
            return message;
        }
    }

    /** Notes header fields of a request. */
    public static final class NotingHandshakes extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            String key = request.getParameterMap().get("key").get(0);
            for (String name : List.of("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "X-Client")) {
                List<String> values = request.getHeaders().getOrDefault(name, List.of());
                Journal.note(key, name + ": " + (values.isEmpty() ? "none" : String.join(", ", values)));
            }
            response.getHeaders().put("X-Server", List.of("yes"));
        }
    }
}
