package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/**
 * Sends messages back without waiting for it, with every default of its server. Tomcat's own WebSocket needs
 * {@link TomcatAsyncEchoEndpoint}.
 */
@ServerEndpoint(AsyncEchoEndpoint.PATH)
public final class AsyncEchoEndpoint {
    /** Where it is. */
    public static final String PATH = "/echo-async";

    /** Sends the same text. */
    @OnMessage
    public void echo(String text, Session session) {
        session.getAsyncRemote().sendText(text);
    }

    /** Sends the same bytes: an array, since a container may use a buffer again when this method has returned. */
    @OnMessage
    public void echo(byte[] bytes, Session session) {
        session.getAsyncRemote().sendBinary(ByteBuffer.wrap(bytes));
    }
}
