package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client application in a JVM of its own, on Java SE. */
public final class LoneClient {
    private LoneClient() {}

    /** Keeps what comes. */
    @ClientEndpoint
    public static final class Keeping {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        /** One message. */
        @OnMessage
        public void message(String message) {
            received.add(message);
        }
    }

    /**
     * Connects, sends a text, and prints what comes back.
     *
     * @param args where to
     */
    public static void main(String[] args) throws Exception {
        var keeping = new Keeping();
        try (Session session =
                ContainerProvider.getWebSocketContainer().connectToServer(keeping, URI.create(args[0]))) {
            session.getBasicRemote().sendText("alone");
            System.out.println("received " + keeping.received.poll(30, TimeUnit.SECONDS));
        }
    }
}
