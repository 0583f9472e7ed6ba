package dev.sheetbend.websocket.benchmarks.run;

import dev.sheetbend.websocket.benchmarks.server.OwnUndertowWebSocket;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A WebSocket implementation in a container, or what that is measured against. */
public enum ServerKind {
    SHEETBEND_TOMCAT("sheetbend-tomcat", "tomcat", Initializers.SHEETBEND, ServerPart.TOMCAT, ServerPart.SHEETBEND),
    TOMCAT("tomcat", "tomcat", Initializers.TOMCAT, ServerPart.TOMCAT, ServerPart.TOMCAT_WEBSOCKET),
    SHEETBEND_JETTY("sheetbend-jetty", "jetty", Initializers.SHEETBEND, ServerPart.JETTY, ServerPart.SHEETBEND),
    JETTY("jetty", "jetty", Initializers.JETTY, ServerPart.JETTY, ServerPart.JETTY_WEBSOCKET),
    SHEETBEND_UNDERTOW(
            "sheetbend-undertow", "undertow", Initializers.SHEETBEND, ServerPart.UNDERTOW, ServerPart.SHEETBEND),
    /** Takes its endpoints in a way of its own; here it runs them where they may block, as all others do. */
    UNDERTOW(
            "undertow",
            "undertow",
            Initializers.NONE,
            ServerPart.UNDERTOW,
            ServerPart.UNDERTOW_WEBSOCKET,
            OwnUndertowWebSocket.DISPATCH + "=true"),
    TYRUS("tyrus", "grizzly", Initializers.NONE, ServerPart.TYRUS, ServerPart.NONE),
    NETTY("netty", "netty", Initializers.NONE, ServerPart.NETTY, ServerPart.NONE),
    /** One thread of bare Java. */
    NIO("nio", "nio", Initializers.NONE, ServerPart.NONE, ServerPart.NONE),
    RAW_TOMCAT("raw-tomcat", "tomcat", Initializers.RAW + "RawTomcat", ServerPart.TOMCAT, ServerPart.NONE),
    RAW_JETTY("raw-jetty", "jetty", Initializers.RAW + "RawJetty", ServerPart.JETTY, ServerPart.NONE),
    RAW_UNDERTOW("raw-undertow", "undertow", Initializers.RAW + "RawUndertow", ServerPart.UNDERTOW, ServerPart.NONE),
    /** The next four run endpoints on I/O threads, so that these must not block. */
    SHEETBEND_TOMCAT_IO(
            "sheetbend-tomcat-io",
            "tomcat",
            Initializers.SHEETBEND,
            ServerPart.TOMCAT,
            ServerPart.SHEETBEND,
            Properties.NEVER_BLOCK),
    SHEETBEND_JETTY_IO(
            "sheetbend-jetty-io",
            "jetty",
            Initializers.SHEETBEND,
            ServerPart.JETTY,
            ServerPart.SHEETBEND,
            Properties.NEVER_BLOCK),
    SHEETBEND_UNDERTOW_IO(
            "sheetbend-undertow-io",
            "undertow",
            Initializers.SHEETBEND,
            ServerPart.UNDERTOW,
            ServerPart.SHEETBEND,
            Properties.NEVER_BLOCK),
    /** As Undertow is when it is embedded. */
    UNDERTOW_IO(
            "undertow-io",
            "undertow",
            Initializers.NONE,
            ServerPart.UNDERTOW,
            ServerPart.UNDERTOW_WEBSOCKET,
            OwnUndertowWebSocket.DISPATCH + "=false");

    private final String label;
    private final String container;
    private final String initializer;
    private final ServerPart base;
    private final ServerPart implementation;
    private final String property;

    ServerKind(String label, String container, String initializer, ServerPart base, ServerPart implementation) {
        this(label, container, initializer, base, implementation, Properties.NONE);
    }

    ServerKind(
            String label,
            String container,
            String initializer,
            ServerPart base,
            ServerPart implementation,
            String property) {
        this.property = property;
        this.label = label;
        this.container = container;
        this.initializer = initializer;
        this.base = base;
        this.implementation = implementation;
    }

    /** What makes a kind of some. */
    private static final class Properties {
        static final String NONE = "";
        static final String NEVER_BLOCK = "dev.sheetbend.websocket.endpointThreads=io";
    }

    /** Names of {@link jakarta.servlet.ServletContainerInitializer}s, which are not on every class path. */
    private static final class Initializers {
        static final String NONE = "";
        static final String SHEETBEND = "dev.sheetbend.websocket.servlet.SheetbendInitializer";
        static final String TOMCAT = "org.apache.tomcat.websocket.server.WsSci";
        static final String JETTY =
                "org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer";
        /** Package of those that echo bytes. */
        static final String RAW = "dev.sheetbend.websocket.benchmarks.server.raw.";
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

    /** What is measured beside it: the container's own implementation beside ours, and itself for every other. */
    public ServerKind peer() {
        return switch (this) {
            case SHEETBEND_TOMCAT -> TOMCAT;
            case SHEETBEND_JETTY -> JETTY;
            case SHEETBEND_UNDERTOW -> UNDERTOW;
            case SHEETBEND_TOMCAT_IO -> TOMCAT;
            case SHEETBEND_JETTY_IO -> JETTY;
            case SHEETBEND_UNDERTOW_IO -> UNDERTOW_IO;
            default -> this;
        };
    }

    /** The echo of bytes in the same container, or in none where that has none: what it cannot cost less than. */
    public ServerKind floor() {
        return switch (container) {
            case "tomcat" -> RAW_TOMCAT;
            case "jetty" -> RAW_JETTY;
            case "undertow" -> RAW_UNDERTOW;
            default -> NIO;
        };
    }

    /** Whether it knows no frames: what it sends is what was sent, masks included, and a Close frame ends nothing. */
    public boolean echoesBytes() {
        return this == floor();
    }

    /** Whether it takes an offer of {@code permessage-deflate}. */
    public boolean compresses() {
        return !echoesBytes();
    }

    /** Whether it sends what comes on the path for that to all connections; of the floors, bare Java does. */
    public boolean broadcasts() {
        return !echoesBytes() || this == NIO;
    }

    /** Whether its endpoints run on I/O threads and must not block; that shows in short messages only. */
    public boolean neverBlocks() {
        return this == UNDERTOW_IO || property.equals(Properties.NEVER_BLOCK);
    }

    /** System properties of its JVM. */
    Map<String, String> properties() {
        String[] nameAndValue = property.split("=", 2);
        return property.isEmpty() ? Map.of() : Map.of(nameAndValue[0], nameAndValue[1]);
    }

    /** Name of the class that sets the implementation up, if it has one. */
    Optional<String> initializer() {
        return Optional.of(initializer).filter(name -> !name.isEmpty());
    }

    /** What of a class path with all servers this one runs on: no two implementations, and no two containers. */
    String classPath(String everything) {
        return List.of(everything.split(File.pathSeparator)).stream()
                .filter(entry -> ServerPart.of(entry)
                        .map(part -> part == base || part == implementation)
                        .orElse(true))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String toString() {
        return label;
    }
}
