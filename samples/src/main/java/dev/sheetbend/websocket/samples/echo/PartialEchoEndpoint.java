package dev.sheetbend.websocket.samples.echo;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends every piece of a message back as soon as it is there. No message is ever in memory as a whole, so there is no
 * limit on its length. The blocking remote is what slows down a peer that sends faster than it reads.
 */
@ServerEndpoint("/echo/partial")
public class PartialEchoEndpoint {
    @OnMessage
    public void onText(Session session, String piece, boolean last) throws IOException {
        session.getBasicRemote().sendText(piece, last);
    }

    @OnMessage
    public void onBinary(Session session, ByteBuffer piece, boolean last) throws IOException {
        session.getBasicRemote().sendBinary(piece, last);
    }
}
