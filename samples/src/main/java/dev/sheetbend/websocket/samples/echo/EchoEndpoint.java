package dev.sheetbend.websocket.samples.echo;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** Sends every message back: what a handler returns goes to the peer. Messages of up to 4 MiB. */
@ServerEndpoint("/echo")
public class EchoEndpoint {
    private static final long LONGEST = 4 * 1024 * 1024;

    @OnMessage(maxMessageSize = LONGEST)
    public String onText(String text) {
        return text;
    }

    @OnMessage(maxMessageSize = LONGEST)
    public ByteBuffer onBinary(ByteBuffer bytes) {
        return bytes;
    }
}
