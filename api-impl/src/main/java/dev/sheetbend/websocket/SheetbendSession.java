package dev.sheetbend.websocket;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;

/** A session of this implementation: every {@link Session} that an endpoint gets can be cast to it. */
public interface SheetbendSession extends Session {
    /**
     * Ends the connection at once, without a closing handshake: what has not left yet is lost, the peer sees the
     * connection break, and {@code onClose} is called with 1006. Any thread; does nothing when the session has ended.
     */
    void abort();

    /**
     * The blocking remote whose messages are all compressed or all not, whatever the configuration says of their size
     * (RFC 7692). Where permessage-deflate was not negotiated, nothing is compressed. All remotes of a session share its
     * order of messages, batching and limits; each is always the same object. Of a message in parts, all parts go through
     * one remote.
     *
     * @param compressed false for what is compressed already, and for what must not betray itself by its compressed
     *     length: a secret next to text that somebody else has chosen
     * @throws IllegalStateException when the session is closed
     */
    RemoteEndpoint.Basic getBasicRemote(boolean compressed);

    /**
     * The asynchronous remote for the same choice, see {@link #getBasicRemote(boolean)}.
     *
     * @throws IllegalStateException when the session is closed
     */
    RemoteEndpoint.Async getAsyncRemote(boolean compressed);
}
