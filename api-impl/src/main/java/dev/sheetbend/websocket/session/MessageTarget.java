package dev.sheetbend.websocket.session;

import jakarta.websocket.MessageHandler;
import java.util.Optional;

/**
 * Where the messages of one kind go: an endpoint's method, for all of its sessions, or a registered handler. Called inside
 * the endpoint's gate.
 */
interface MessageTarget {
    /**
     * @param session whose message it is
     * @param message what the kind of message stands for, see {@link dev.sheetbend.websocket.endpoint.MessageKind}
     * @param last whether it is the last part; true for whole messages
     * @throws Throwable whatever the application throws
     */
    void deliver(WebSocketSession session, Object message, boolean last) throws Throwable;

    /** The largest whole message that it takes, in bytes; negative where the session's own limit holds. */
    default long maxMessageSize() {
        return -1;
    }

    /** What the application has registered; empty for an endpoint's method. */
    default Optional<MessageHandler> handler() {
        return Optional.empty();
    }
}
