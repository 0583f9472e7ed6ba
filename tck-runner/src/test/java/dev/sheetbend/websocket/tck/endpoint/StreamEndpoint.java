package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;

/** Reads each message as a stream and sends it back through one. */
@ServerEndpoint("/stream")
public final class StreamEndpoint {
    /** Answers a text message. */
    @OnMessage
    public void text(Reader message, Session session) throws IOException {
        try (Writer answer = session.getBasicRemote().getSendWriter()) {
            // A stream that nothing was written to sends no message, not even an empty one.
            answer.write("");
            message.transferTo(answer);
        }
    }

    /** Answers a binary message. */
    @OnMessage
    public void binary(InputStream message, Session session) throws IOException {
        try (OutputStream answer = session.getBasicRemote().getSendStream()) {
            answer.write(new byte[0]);
            message.transferTo(answer);
        }
    }
}
