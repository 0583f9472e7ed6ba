package dev.sheetbend.websocket.benchmarks.run;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A WebSocket implementation in a servlet container. */
public enum ServerKind {
    SHEETBEND_TOMCAT(
            "sheetbend-tomcat",
            "tomcat",
            "dev.sheetbend.websocket.servlet.SheetbendInitializer",
            "tomcat-embed-websocket|jetty-"),
    TOMCAT("tomcat", "tomcat", "org.apache.tomcat.websocket.server.WsSci", "sheetbend-|jetty-"),
    SHEETBEND_JETTY(
            "sheetbend-jetty",
            "jetty",
            "dev.sheetbend.websocket.servlet.SheetbendInitializer",
            "tomcat-embed-|jetty-.*websocket"),
    JETTY(
            "jetty",
            "jetty",
            "org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer",
            "tomcat-embed-|sheetbend-");

    /** In a build that makes no jars, the classes of a module are in a directory. */
    private static final Pattern SHEETBEND_CLASSES = Pattern.compile("(api-impl|servlet-bridge).target.classes$");

    private final String label;
    private final String container;
    private final String initializer;
    private final Pattern others;

    ServerKind(String label, String container, String initializer, String others) {
        this.label = label;
        this.container = container;
        this.initializer = initializer;
        this.others = Pattern.compile("^(" + others + ").*");
    }

    /**
     * Finds one by its label.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ServerKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no server " + label + ", but " + Arrays.toString(values())));
    }

    /** Name of the container. */
    public String container() {
        return container;
    }

    /** What is measured beside it: the container's own implementation. */
    public ServerKind peer() {
        return container.equals(TOMCAT.container) ? TOMCAT : JETTY;
    }

    /** Name of the class that sets the implementation up. */
    String initializer() {
        return initializer;
    }

    /** What of a class path with all servers this one runs on: no two implementations, and no two containers. */
    String classPath(String everything) {
        return List.of(everything.split(File.pathSeparator)).stream()
                .filter(this::needs)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private boolean needs(String entry) {
        boolean sheetbend = peer() != this;
        return !others.matcher(new File(entry).getName()).matches()
                && (sheetbend || !SHEETBEND_CLASSES.matcher(entry).find());
    }

    @Override
    public String toString() {
        return label;
    }
}
