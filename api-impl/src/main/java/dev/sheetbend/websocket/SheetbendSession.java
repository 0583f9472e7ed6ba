package dev.sheetbend.websocket;

import jakarta.websocket.Session;

/** A session of this implementation: every {@link Session} that an endpoint gets can be cast to it. */
public interface SheetbendSession extends Session {
    /**
     * Ends the connection at once, without a closing handshake: what has not left yet is lost, the peer sees the
     * connection break, and {@code onClose} is called with 1006. Any thread; does nothing when the session has ended.
     */
    void abort();
}
