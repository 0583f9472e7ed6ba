package dev.sheetbend.websocket.tck.endpoint;

import java.util.List;

/** The endpoints of the behaviour suite. This package is all that a war's WEB-INF/classes holds of the tests. */
public final class Endpoints {
    private Endpoints() {}

    /** Names of every endpoint that a shared server serves. */
    public static List<String> names() {
        return List.of(EchoEndpoint.class.getName());
    }
}
