package dev.sheetbend.websocket.session;

/** Which threads run an endpoint. */
public enum EndpointThreads {
    /** Threads that application code may block. */
    POOLED,
    /**
     * The thread that has learned of the input, which drives other connections as well; for handlers that never block. What
     * would wait for a peer there fails instead, see {@link IoThread}.
     */
    IO,
    /** A virtual thread for each burst of input. */
    VIRTUAL
}
