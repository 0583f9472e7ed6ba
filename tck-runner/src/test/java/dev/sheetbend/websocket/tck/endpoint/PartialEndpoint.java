package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends each part of a message back as a part, as soon as it comes. */
@ServerEndpoint("/partial")
public final class PartialEndpoint {
    /** Answers a part of a text message. */
    @OnMessage
    public void text(String part, boolean last, Session session) throws IOException {
        session.getBasicRemote().sendText(part, last);
    }

    /** Answers a part of a binary message. */
    @OnMessage
    public void binary(ByteBuffer part, boolean last, Session session) throws IOException {
        session.getBasicRemote().sendBinary(part, last);
    }
}
