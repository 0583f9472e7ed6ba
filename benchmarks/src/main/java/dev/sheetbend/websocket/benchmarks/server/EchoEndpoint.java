package dev.sheetbend.websocket.benchmarks.server;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Sends messages back as what its methods return, with every default of its server. */
@ServerEndpoint(EchoEndpoint.PATH)
public final class EchoEndpoint {
    /** Where it is. */
    public static final String PATH = "/echo";
    /** Bytes of the longest message that each server takes here: Tomcat's default is the smallest. */
    public static final int LONGEST = 8 * 1024;

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
