package dev.sheetbend.websocket.readme;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

@ServerEndpoint("/hello/{name}")
public class Hello {
    @OnOpen
    public void onOpen(Session session, @PathParam("name") String name) throws IOException {
        session.getBasicRemote().sendText("Hello " + name);
    }

    @OnMessage
    public String onMessage(String text) {
        return "You said: " + text;
    }
}
