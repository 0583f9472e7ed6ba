package dev.sheetbend.websocket;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Collection;

/** A session of this implementation: every {@link Session} that an endpoint gets can be cast to it. */
public interface SheetbendSession extends Session {
    /**
     * Sends one text message to many sessions. It is encoded, framed and, where sessions compress each message on its
     * own, compressed once for all of them.
     *
     * <p>For each session this is an asynchronous send: the message waits behind what the session has in its send queue,
     * and for the end of a message in parts; what one thread broadcasts arrives in its order. But it never waits for a
     * session, whatever {@code sendPolicy} says: one that has no room in its queue does not get the message, and with
     * the policy {@code close} it is closed with 1008. Any thread, also within an endpoint's methods.
     *
     * @param sessions of servers and clients, of one endpoint or several; read once at the beginning. A session that is
     *     in it twice gets the message twice
     * @return how many sessions have taken the message into their queues: all but those that are closed and those that
     *     have no room
     * @throws IllegalArgumentException when an argument or a session is null, or a session is not one of this
     *     implementation; nothing has been sent then
     */
    static int broadcast(Collection<? extends Session> sessions, String text) {
        return broadcast(sessions, text, BroadcastListener.NONE);
    }

    /**
     * As {@link #broadcast(Collection, String)}, and tells how it went.
     *
     * @param listener is told of every session that has not got the message, and when that is known for all of them; if
     *     there are no sessions, on this thread
     */
    static int broadcast(Collection<? extends Session> sessions, String text, BroadcastListener listener) {
        return SessionBase.broadcastTo(sessions, text, listener);
    }

    /**
     * As {@link #broadcast(Collection, String)} with a binary message.
     *
     * @param data is copied from its position to its limit, to which the position moves, before this returns
     */
    static int broadcast(Collection<? extends Session> sessions, ByteBuffer data) {
        return broadcast(sessions, data, BroadcastListener.NONE);
    }

    /** As {@link #broadcast(Collection, String, BroadcastListener)} with a binary message. */
    static int broadcast(Collection<? extends Session> sessions, ByteBuffer data, BroadcastListener listener) {
        return SessionBase.broadcastTo(sessions, data, listener);
    }

    /**
     * {@link #broadcast(Collection, String)} to {@link #getOpenSessions()}, this one included.
     *
     * @return how many sessions have taken the message into their queues
     * @throws IllegalArgumentException when the text is null
     * @throws IllegalStateException when this session is closed
     */
    int broadcast(String text);

    /**
     * {@link #broadcast(Collection, String, BroadcastListener)} to {@link #getOpenSessions()}, this one included.
     *
     * @return how many sessions have taken the message into their queues
     * @throws IllegalArgumentException when an argument is null
     * @throws IllegalStateException when this session is closed
     */
    int broadcast(String text, BroadcastListener listener);

    /** {@link #broadcast(Collection, ByteBuffer)} to {@link #getOpenSessions()}, as {@link #broadcast(String)}. */
    int broadcast(ByteBuffer data);

    /** As {@link #broadcast(String, BroadcastListener)} with a binary message. */
    int broadcast(ByteBuffer data, BroadcastListener listener);

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
