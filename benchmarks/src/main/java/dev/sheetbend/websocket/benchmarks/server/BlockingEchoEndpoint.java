package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends messages back and waits until that is done, with every default of its server. */
@ServerEndpoint(BlockingEchoEndpoint.PATH)
public final class BlockingEchoEndpoint {
    /** Where it is. */
    public static final String PATH = "/echo-blocking";

    /** Sends the same text. */
    @OnMessage
    public void echo(String text, Session session) throws IOException {
        session.getBasicRemote().sendText(text);
    }

    /** Sends the same bytes. */
    @OnMessage
    public void echo(ByteBuffer bytes, Session session) throws IOException {
        session.getBasicRemote().sendBinary(bytes);
    }
}
