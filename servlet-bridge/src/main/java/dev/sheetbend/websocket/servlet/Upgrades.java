package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.Login;
import dev.sheetbend.websocket.container.OpeningRequest;
import dev.sheetbend.websocket.container.UpgradeAnswer;
import jakarta.servlet.http.HttpServletRequest;

/** What the filter needs of a WebSocket container. Any thread. */
public interface Upgrades {
    /**
     * Whether an endpoint's path matches; asked for every request, so it is cheap.
     *
     * @param path the path within the context as the peer sent it, still encoded, without path parameters
     */
    boolean hasEndpoint(String path);

    /**
     * Decides about a request on an endpoint's path.
     *
     * @param path as in {@link #hasEndpoint}
     */
    UpgradeAnswer answer(String path, OpeningRequest request);

    /** What is watched for the end of this handshake's login. */
    default Login loginOf(HttpServletRequest handshake) {
        return Login.NONE;
    }

    /** The application's listeners have run: its deployment is over. May come several times. */
    default void applicationStarted() {
        // To whom it makes no difference.
    }

    /** How many endpoints there are now. */
    default int endpointCount() {
        return 0;
    }

    /** The server is about to close its connections: the last moment to say good-bye to the peers. May take a while. */
    default void serverStops() {
        // Who has nothing to say need not answer.
    }
}
