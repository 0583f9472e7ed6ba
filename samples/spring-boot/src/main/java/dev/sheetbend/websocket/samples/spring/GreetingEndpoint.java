package dev.sheetbend.websocket.samples.spring;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.security.Principal;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/** Made by Spring, one for each connection, for users who have logged in. */
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
@ServerEndpoint(value = "/members/greeting", configurator = SpringConfigurator.class)
public class GreetingEndpoint {
    private final Greetings greetings;

    GreetingEndpoint(Greetings greetings) {
        this.greetings = greetings;
    }

    /** Greets the user. */
    @OnOpen
    public void onOpen(Session session) throws IOException {
        Principal user = session.getUserPrincipal();
        session.getBasicRemote().sendText(greetings.greet(user.getName()));
    }

    /** @return a greeting of somebody else */
    @OnMessage
    public String onMessage(String name) {
        return greetings.greet(name);
    }
}
