package dev.sheetbend.websocket;

import jakarta.websocket.Session;

/**
 * Learns whom a broadcast has not reached, see {@link SheetbendSession#broadcast(java.util.Collection, String,
 * BroadcastListener)}. For one broadcast its methods are called one at a time, on threads that may be blocked, beside the
 * methods of endpoints; perhaps before {@code broadcast} returns. What they throw is logged.
 */
@FunctionalInterface
public interface BroadcastListener {
    /** Wants to know nothing, and costs nothing. */
    BroadcastListener NONE = (session, why) -> {};

    /**
     * A session did not get the message, or not all of it. Called at most once for each time that the session was among
     * the receivers.
     *
     * @param why an {@code IOException} when the session is closed, breaks, or has no room in its send queue
     */
    void failed(Session session, Throwable why);

    /**
     * The message is on its way or lost for every session. Called once, last.
     *
     * @param reached how many sessions' transports have taken all of it; those count as well that batch
     *     ({@code setBatchingAllowed}) and have it in their batch
     */
    default void completed(int reached) {}
}
