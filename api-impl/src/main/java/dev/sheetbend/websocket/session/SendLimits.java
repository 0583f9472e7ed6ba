package dev.sheetbend.websocket.session;

/**
 * The bounds of one session's write side.
 *
 * @param maxQueuedBytes what may wait for the transport, in bytes; one message that finds the queue empty may be larger
 * @param stallTimeoutMillis how long the transport may take no byte while some wait, in milliseconds; greater than 0
 * @param policy what happens to an asynchronous send that finds the queue full
 * @param coalesce whether the replies to one read leave in one write
 */
public record SendLimits(long maxQueuedBytes, long stallTimeoutMillis, Policy policy, boolean coalesce) {
    /** What an asynchronous send does at the bound. */
    public enum Policy {
        /** Waits for room, as blocking sends always do. */
        BLOCK,
        /** Fails, and the session goes on. */
        FAIL,
        /** Fails, and the session is closed with 1008. */
        CLOSE
    }
}
