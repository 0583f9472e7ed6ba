package dev.sheetbend.websocket.tck.arquillian;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;

/** Says to each peer what it has said, with its name. */
@ServerEndpoint("/greet/{name}")
public final class GreetingEndpoint {
    /** Answers a greeting. */
    @OnMessage
    public String greet(String greeting, @PathParam("name") String name) {
        return greeting + ", " + name;
    }
}
