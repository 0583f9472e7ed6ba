package dev.sheetbend.websocket.container;

import java.util.List;

/** Other implementations of the API, which may be visible beside this one. */
final class OtherImplementations {
    private static final List<String> PACKAGES = List.of(
            "org.apache.tomcat.websocket.",
            "org.eclipse.jetty.",
            "org.glassfish.tyrus.",
            "io.undertow.websockets.",
            "io.openliberty.",
            "com.ibm.ws.");

    private OtherImplementations() {}

    /** Whether a class of this name belongs to one of them. */
    static boolean haveClass(String name) {
        return PACKAGES.stream().anyMatch(name::startsWith);
    }
}
