package dev.sheetbend.websocket.tck.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/** One for the application. */
@ApplicationScoped
public class Greeting {
    /** For CDI. */
    public Greeting() {}

    /** Of anybody. */
    public String greet(String name) {
        return "Hello " + name;
    }

    @PreDestroy
    void end() {
        System.err.println("CDI: the application has ended");
    }
}
