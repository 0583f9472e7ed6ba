package dev.sheetbend.websocket.tck.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.CloseReason;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the foreign servers serve: sends messages back, and obeys text that begins with an exclamation mark. It runs in a
 * JVM that has none of our classes but those of the tests. {@code server.mjs} is the same for Node.
 */
@ServerEndpoint(
        value = "/foreign",
        subprotocols = {"first", "second"},
        configurator = ForeignEndpoint.Configurator.class)
public final class ForeignEndpoint {
    private static final int MAX_MESSAGE = 1024 * 1024;
    private static final String GREETING = "greeting";

    /** What connections have seen, by the key in their query; it works when they are gone. */
    private static final Map<String, List<String>> JOURNAL = new ConcurrentHashMap<>();

    /** Obeys, or sends it back. */
    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void text(String text, Session session) throws IOException {
        String[] words = text.split(" ", 3);
        switch (words[0]) {
            case "!close" ->
                session.close(
                        new CloseReason(CloseReason.CloseCodes.getCloseCode(Integer.parseInt(words[1])), words[2]));
            case "!ping" -> session.getBasicRemote().sendPing(UTF_8.encode(words[1]));
            case "!text-fragments" -> sendText(Integer.parseInt(words[1]), words[2], session);
            case "!binary-fragments" -> sendBinary(Integer.parseInt(words[1]), words[2], session);
            case "!subprotocol" -> session.getBasicRemote().sendText(session.getNegotiatedSubprotocol());
            case "!greeting" ->
                session.getBasicRemote()
                        .sendText(String.valueOf(session.getUserProperties().get(GREETING)));
            case "!seen" ->
                session.getBasicRemote().sendText(String.join("|", JOURNAL.getOrDefault(words[1], List.of())));
            default -> session.getBasicRemote().sendText(text);
        }
    }

    /** Sends it back. */
    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void binary(ByteBuffer message, Session session) throws IOException {
        session.getBasicRemote().sendBinary(message);
    }

    /** Notes it. */
    @OnMessage
    public void pong(PongMessage pong, Session session) {
        note(session, "pong " + UTF_8.decode(pong.getApplicationData()));
    }

    /** Notes it. */
    @OnError
    public void error(Session session, Throwable error) {
        note(session, "error " + error.getClass().getSimpleName());
    }

    /** Notes it. */
    @OnClose
    public void close(Session session, CloseReason reason) {
        note(session, "close " + reason.getCloseCode().getCode() + " " + reason.getReasonPhrase());
    }

    private static void sendText(int count, String part, Session session) throws IOException {
        for (int i = 1; i <= count; i++) {
            session.getBasicRemote().sendText(part, i == count);
        }
    }

    private static void sendBinary(int count, String part, Session session) throws IOException {
        for (int i = 1; i <= count; i++) {
            session.getBasicRemote().sendBinary(UTF_8.encode(part), i == count);
        }
    }

    private static void note(Session session, String line) {
        String key = session.getRequestParameterMap()
                .getOrDefault("key", List.of(""))
                .get(0);
        JOURNAL.computeIfAbsent(key, unused -> new CopyOnWriteArrayList<>()).add(line);
    }

    /** Keeps a header of the request, and adds one to the answer. */
    public static final class Configurator extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            List<String> greetings = request.getHeaders().getOrDefault("X-Greeting", List.of());
            config.getUserProperties().put(GREETING, String.join(", ", greetings));
            response.getHeaders().put("X-Answer", List.of("one", "two"));
        }
    }
}
