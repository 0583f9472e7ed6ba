package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** What {@link AsyncEchoEndpoint} does, in the way that works with Tomcat's own WebSocket. */
@ServerEndpoint(AsyncEchoEndpoint.PATH)
public final class TomcatAsyncEchoEndpoint {
    private OneAtATime sender;

    /** Before the first message. */
    @OnOpen
    public void open(Session session) {
        sender = new OneAtATime(session);
    }

    /** Sends the same text. */
    @OnMessage
    public void echo(String text) throws InterruptedException {
        sender.sendText(text);
    }

    /** Sends the same bytes. */
    @OnMessage
    public void echo(byte[] bytes) throws InterruptedException {
        sender.sendBinary(ByteBuffer.wrap(bytes));
    }
}
