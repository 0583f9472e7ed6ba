package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Sends messages back that are longer than what every server takes by default, as what its methods return. */
@ServerEndpoint(LargeEchoEndpoint.PATH)
public final class LargeEchoEndpoint {
    /** Where it is. */
    public static final String PATH = "/large";
    /** Bytes of the longest text that the commands {@code peers} and {@code settings} send. */
    public static final int LONGEST = 64 * 1024;
    /** Bytes of the longest message, text or binary, that each server takes here. */
    public static final int LIMIT = 2 * 1024 * 1024;

    /** Raises the limits of this session, by the means that the API has. */
    @OnOpen
    public void open(Session session) {
        session.setMaxTextMessageBufferSize(LIMIT);
        session.setMaxBinaryMessageBufferSize(LIMIT);
    }

    /** The answer to a message is the same text. */
    @OnMessage
    public String echo(String text) {
        return text;
    }

    /** The answer to a message is the same bytes. */
    @OnMessage
    public byte[] echo(byte[] bytes) {
        return bytes;
    }
}
