package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Sends each text and binary message back. */
@ServerEndpoint("/echo")
public final class EchoEndpoint {
    /** Answers a text message. */
    @OnMessage
    public String text(String message) {
        return message;
    }

    /** Answers a binary message. */
    @OnMessage
    public byte[] binary(byte[] message) {
        return message;
    }
}
