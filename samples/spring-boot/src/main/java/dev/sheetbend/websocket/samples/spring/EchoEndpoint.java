package dev.sheetbend.websocket.samples.spring;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import org.springframework.stereotype.Component;

/** A component only so that it is found: each connection has an instance that Spring knows nothing of. */
@Component
@ServerEndpoint("/echo")
public class EchoEndpoint {
    /** @return what came */
    @OnMessage
    public String onMessage(String text) {
        return text;
    }
}
