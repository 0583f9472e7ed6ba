package dev.sheetbend.websocket.samples;

import dev.sheetbend.websocket.samples.chat.ChatEndpoint;
import dev.sheetbend.websocket.samples.echo.EchoEndpoint;
import dev.sheetbend.websocket.samples.echo.PartialEchoEndpoint;
import java.util.List;
import java.util.Locale;

/** The samples that {@link SampleServer} can run: endpoint classes, and a page under {@code /web} on the class path. */
public enum Sample {
    CHAT("Chat", ChatEndpoint.class),
    ECHO("Echo", EchoEndpoint.class, PartialEchoEndpoint.class);

    private final String title;
    private final List<Class<?>> endpoints;

    Sample(String title, Class<?>... endpoints) {
        this.title = title;
        this.endpoints = List.of(endpoints);
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** The classes with {@code @ServerEndpoint}. */
    public List<Class<?>> endpoints() {
        return endpoints;
    }

    /** The folder of the page on the class path. */
    public String webFolder() {
        return "web/" + this;
    }

    /** The name for the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
