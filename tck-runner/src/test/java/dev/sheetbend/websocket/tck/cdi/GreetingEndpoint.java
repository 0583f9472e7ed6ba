package dev.sheetbend.websocket.tck.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** Injected by its constructor. */
@ServerEndpoint(value = "/greeting", configurator = GreetingConfigurator.class)
public class GreetingEndpoint {
    private final Greeting greeting;

    @Inject
    GreetingEndpoint(Greeting greeting) {
        this.greeting = greeting;
    }

    @OnOpen
    public void open(Session session) throws IOException {
        session.getBasicRemote()
                .sendText(session.getUserProperties().get("greeting").toString());
    }

    @OnMessage
    public String message(String name) {
        return greeting.greet(name);
    }

    @OnClose
    public void close(CloseReason reason) {
        System.err.println("CDI: " + greeting.greet("and good-bye") + " "
                + reason.getCloseCode().getCode());
    }

    @PreDestroy
    void end() {
        System.err.println("CDI: the endpoint has ended");
    }
}
