package dev.sheetbend.websocket.container;

import jakarta.websocket.Session;
import java.util.function.Consumer;

/** The login that an opening handshake came with, as the servlet side knows it (specification, 7.2). */
@FunctionalInterface
public interface Login {
    /** Where there is no user, or nothing that could tell the end of a login: no connection ends with it. */
    Login NONE = which -> session -> {};

    /**
     * The handshake has been accepted. Called once at most, on the thread of the request.
     *
     * @param which connections end with their login
     * @return is told of the session when it has opened, on any thread; knows nothing of the HTTP request, which is gone by
     *     then
     */
    Consumer<Session> accepted(CloseOnLogout which);

    /** The request has its answer: if it has not been accepted by now, no connection opens. On the thread of the request. */
    default void decided() {
        // Who watches nothing has nothing to forget.
    }
}
