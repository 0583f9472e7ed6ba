package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Sends texts back that are longer than what every server takes by default. */
@ServerEndpoint(LargeEchoEndpoint.PATH)
public final class LargeEchoEndpoint {
    /** Where it is. */
    public static final String PATH = "/large";
    /** Bytes of the longest text. */
    public static final int LONGEST = 64 * 1024;

    /** Raises the limit of this session, by the means that the API has. */
    @OnOpen
    public void open(Session session) {
        session.setMaxTextMessageBufferSize(LONGEST);
    }

    /** The answer to a message is the same text. */
    @OnMessage
    public String echo(String text) {
        return text;
    }
}
