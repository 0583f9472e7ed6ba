package dev.sheetbend.websocket.tck.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sheetbend.websocket.SheetbendSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Does what a text message says, and writes what happens into the {@link Journal}. */
@ServerEndpoint("/command")
public final class CommandEndpoint {
    /** Notes the beginning. */
    @OnOpen
    public void open(Session session) {
        Journal.note(session, "open");
    }

    /** Obeys. */
    @OnMessage
    public void command(String text, Session session) throws IOException {
        Journal.note(session, "text " + text);
        String[] words = text.split(" ", 3);
        switch (words[0]) {
            case "close" ->
                session.close(
                        // Not every version of the API finds a constant for each.
                        new CloseReason(() -> Integer.parseInt(words[1]), words[2]));
            case "close-plainly" -> session.close();
            case "abort" -> ((SheetbendSession) session).abort();
            case "ping" -> session.getBasicRemote().sendPing(UTF_8.encode(words[1]));
            case "pong" -> session.getBasicRemote().sendPong(UTF_8.encode(words[1]));
            case "idle" -> session.setMaxIdleTimeout(Long.parseLong(words[1]));
            case "burst-and-close" -> burstAndClose(Integer.parseInt(words[1]), session);
            case "flood" -> flood(Integer.parseInt(words[1]), Integer.parseInt(words[2]), session);
            case "fail" -> throw new IllegalStateException(words[1]);
            default -> session.getBasicRemote().sendText(text);
        }
    }

    /** Sends it back, with a note before. */
    @OnMessage
    public byte[] binary(byte[] message, Session session) {
        Journal.note(session, "binary " + message.length);
        return message;
    }

    /** Notes it. */
    @OnMessage
    public void pong(PongMessage pong, Session session) {
        Journal.note(session, "pong " + UTF_8.decode(pong.getApplicationData()));
    }

    /** Notes it. */
    @OnError
    public void error(Session session, Throwable error) {
        Journal.note(session, "error " + error.getClass().getSimpleName());
    }

    /** Notes the end, also in the log, which can be read when the application is gone. */
    @OnClose
    public void close(Session session, CloseReason reason) {
        String line = "close " + reason.getCloseCode().getCode() + " " + reason.getReasonPhrase();
        Journal.note(session, line);
        System.out.println("[" + Journal.key(session) + "] " + line);
    }

    private static void burstAndClose(int messages, Session session) throws IOException {
        for (int i = 0; i < messages; i++) {
            session.getAsyncRemote().sendText("message " + i);
        }
        session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(4001), "sent"));
    }

    /** Every message begins with its number, counted from 0. */
    private static void flood(int messages, int size, Session session) throws IOException {
        Journal.note(session, "flooding");
        for (int i = 0; i < messages; i++) {
            ByteBuffer message = ByteBuffer.allocate(size).putInt(i);
            for (int at = Integer.BYTES; at < size; at++) {
                message.put((byte) (i + at));
            }
            session.getBasicRemote().sendBinary(message.flip());
        }
        Journal.note(session, "flooded");
    }
}
