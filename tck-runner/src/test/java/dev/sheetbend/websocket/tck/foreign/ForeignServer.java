package dev.sheetbend.websocket.tck.foreign;

import java.util.Arrays;
import java.util.List;

/** The servers, with WebSocket implementations of their own, that our client is tested against. */
public enum ForeignServer {
    TOMCAT("tomcat-11", "TomcatLauncher", "org.apache.tomcat.websocket.server.WsSci"),
    JETTY(
            "jetty-12.1",
            "JettyEe11Launcher",
            "org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer"),
    UNDERTOW("undertow-2.3", "ForeignUndertowLauncher", ""),
    TYRUS("tyrus-2.2", "ForeignTyrusLauncher", ""),
    /** The {@code ws} package. */
    NODE("node-ws", "", "");

    private static final String ALL = "all";
    private static final String NONE = "none";

    private final String label;
    private final String launcher;
    private final String initializer;

    ForeignServer(String label, String launcher, String initializer) {
        this.label = label;
        this.launcher = launcher;
        this.initializer = initializer;
    }

    /** Those that the system property {@code foreign} names, with commas; all by default, and none for {@code none}. */
    public static List<ForeignServer> selected() {
        List<String> labels = List.of(System.getProperty("foreign", ALL).split(","));
        if (labels.contains(NONE)) {
            return List.of();
        }
        return labels.contains(ALL)
                ? List.of(values())
                : labels.stream().map(ForeignServer::of).toList();
    }

    private static ForeignServer of(String label) {
        return Arrays.stream(values())
                .filter(server -> server.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No foreign server " + label + "; there are " + Arrays.toString(values())));
    }

    /** Name of the directory below {@code containers} with its jars. */
    String library() {
        return "foreign-" + label;
    }

    /** Name of the class that runs it. */
    String launcher() {
        return "dev.sheetbend.websocket.tck.server." + launcher;
    }

    /** Name of the ServletContainerInitializer of its WebSocket; empty where the launcher needs none. */
    String initializer() {
        return initializer;
    }

    @Override
    public String toString() {
        return label;
    }
}
