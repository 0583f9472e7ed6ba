package dev.sheetbend.websocket.session;

/** Which threads run an endpoint. */
public enum EndpointThreads {
    /** Threads that application code may block. */
    POOLED,
    /**
     * The thread that has learned of the input, which drives other connections as well; for handlers that never block. Nothing
     * of ours waits for a peer in the methods of such an endpoint, see {@link EndpointThread}.
     */
    IO,
    /** A virtual thread for each burst of input. */
    VIRTUAL
}
