package dev.sheetbend.websocket.session;

/** Which threads run an endpoint. */
public enum EndpointThreads {
    /**
     * The thread that has learned of the input, which reads from other connections as well: when a handler keeps it,
     * another one takes those over, see {@link dev.sheetbend.websocket.loop.ReadLoops}. Where the container's sockets cannot
     * be watched so, as {@link #POOLED}.
     */
    ADAPTIVE,
    /** The container's threads, or others that application code may block. */
    POOLED,
    /**
     * The thread that has learned of the input, which drives other connections as well; for handlers that never block. Nothing
     * of ours waits for a peer in the methods of such an endpoint, see {@link EndpointThread}.
     */
    IO,
    /** A virtual thread for each burst of input. */
    VIRTUAL
}
