package dev.sheetbend.websocket.container;

import dev.sheetbend.websocket.loop.BlockingHabit;
import dev.sheetbend.websocket.session.EndpointThreads;
import dev.sheetbend.websocket.session.Transport;
import java.util.List;
import java.util.Map;

/** What the servlet side does with a request on an endpoint's path. */
public sealed interface UpgradeAnswer {
    /** Not an opening handshake: the application's own servlets get it. */
    record PassOn() implements UpgradeAnswer {}

    /**
     * Refused.
     *
     * @param status the HTTP status, 400 to 599
     * @param headers to set on the answer
     * @param message one sentence for the body; it carries no internal detail
     */
    record Refused(int status, Map<String, List<String>> headers, String message) implements UpgradeAnswer {}

    /**
     * Accepted: answer 101 with these headers, and give the connection to the acceptor.
     *
     * @param headers all that the answer needs, {@code Upgrade} and {@code Connection} included
     */
    record Accepted(Map<String, List<String>> headers, Acceptor acceptor) implements UpgradeAnswer {}

    /** Makes the session when the container has switched the connection over. */
    interface Acceptor {
        /** Makes the session and starts the transport with it. Called at most once. */
        void accept(Transport transport);

        /** Which threads run the endpoint; the transport sees to it. */
        default EndpointThreads threads() {
            return EndpointThreads.POOLED;
        }

        /** What is known of the endpoint's handlers. */
        default BlockingHabit habit() {
            return new BlockingHabit();
        }

        /** The container could not switch the connection over; nothing was started. */
        void abandon();
    }
}
