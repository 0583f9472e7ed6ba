package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Session;

/** An {@code @OnOpen}, {@code @OnClose} or {@code @OnError} method (specification 4.4 to 4.6). Immutable. */
public final class LifecycleMethod {
    private final BoundMethod method;

    LifecycleMethod(BoundMethod method) {
        this.method = method;
    }

    /**
     * Calls the method on the calling thread. What it returns is of no interest.
     *
     * @param argument the {@code EndpointConfig}, {@code CloseReason} or {@code Throwable}, whether it wants it or not
     * @param path made by the same model
     * @throws DecodeException when a path parameter that the method wants did not convert; it carries the segment
     * @throws Throwable whatever the method throws, unwrapped
     */
    public void invoke(Object endpoint, Session session, Object argument, PathArguments path) throws Throwable {
        method.call(endpoint, session, argument, false, path);
    }

    /** Class, name and parameter types. */
    @Override
    public String toString() {
        return method.toString();
    }
}
