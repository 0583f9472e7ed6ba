package dev.sheetbend.websocket.tck.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Is found by the scan, but {@link SuiteApplication} does not deploy it. */
@ServerEndpoint("/unwanted")
public final class UnwantedEndpoint {
    /** Is not called. */
    @OnMessage
    public String text(String message) {
        return message;
    }
}
