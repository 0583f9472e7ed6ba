package dev.sheetbend.websocket.samples.spring;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.server.ServerContainer;
import java.net.URI;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What runs here, and a way to try the client. */
@RestController
public class AboutController {
    private final ServletContext context;
    private final ShoutingClient client;

    AboutController(ServletContext context, ShoutingClient client) {
        this.context = context;
        this.client = client;
    }

    /** @return the class of the WebSocket container */
    @GetMapping("/about")
    public String about() {
        return context.getAttribute(ServerContainer.class.getName()).getClass().getName();
    }

    /** @return what our own {@code /shouting} answers to our own client */
    @GetMapping("/ask")
    public String ask(@RequestParam("text") String text, HttpServletRequest request) throws Exception {
        return client.ask(URI.create("ws://localhost:" + request.getLocalPort() + "/shouting"), text);
    }
}
