package dev.sheetbend.websocket.tck.conformance;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Classes that a scan finds: one endpoint, and some that look like one (specification 4.8). */
public final class ScannedLeftovers {
    private ScannedLeftovers() {}

    /** The only one to be deployed. */
    @ServerEndpoint("/endpoint")
    public static class Parent {
        /** Answers whose it is. */
        @OnMessage
        public String message(String message) {
            return "parent";
        }
    }

    /** Not annotated itself; were it deployed at its parent's path, that would be there twice. */
    public static final class Subclass extends Parent {
        @Override
        @OnMessage
        public String message(String message) {
            return "subclass";
        }
    }

    /** Annotated, but nobody can make one. */
    @ServerEndpoint("/not-public")
    static final class NotPublic {}

    /** Annotated, but for its subclasses. */
    @ServerEndpoint("/not-concrete")
    public abstract static class NotConcrete {}
}
