package dev.sheetbend.websocket.samples;

import dev.sheetbend.websocket.samples.chat.ChatEndpoint;
import dev.sheetbend.websocket.samples.echo.EchoEndpoint;
import dev.sheetbend.websocket.samples.echo.PartialEchoEndpoint;
import java.util.List;
import java.util.Locale;

/** The samples that {@link SampleServer} can run: endpoint classes, and a page under {@code /web} on the class path. */
public enum Sample {
    CHAT("Chat"),
    ECHO("Echo");

    private final String title;

    Sample(String title) {
        this.title = title;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** The classes with {@code @ServerEndpoint}. */
    public List<Class<?>> endpoints() {
        return switch (this) {
            case CHAT -> List.of(ChatEndpoint.class);
            case ECHO -> List.of(EchoEndpoint.class, PartialEchoEndpoint.class);
        };
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
