package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.endpoint.EndpointModel;

/**
 * The limits that a session begins with; the application may change those that {@link jakarta.websocket.Session} has
 * setters for.
 *
 * @param maxTextMessageSize the largest whole text message, in bytes of UTF-8
 * @param maxBinaryMessageSize the largest whole binary message, in bytes
 * @param idleTimeoutMillis in milliseconds; 0 or less: none
 * @param asyncSendTimeoutMillis in milliseconds; 0 or less: none
 * @param closeTimeoutMillis how long the closing handshake may take, in milliseconds; greater than 0
 * @param streamTimeoutMillis how long a message that is read as a stream may stand still, in milliseconds; greater than 0
 * @param closeOnHandlerError whether an exception of the application closes the session with 1011
 * @param threads which threads run the endpoint
 * @param send the bounds of the write side
 */
public record SessionSettings(
        int maxTextMessageSize,
        int maxBinaryMessageSize,
        long idleTimeoutMillis,
        long asyncSendTimeoutMillis,
        long closeTimeoutMillis,
        long streamTimeoutMillis,
        boolean closeOnHandlerError,
        EndpointThreads threads,
        SendLimits send) {
    /** These settings, with threads that may wait for a peer where the endpoint's methods do so. */
    public SessionSettings forEndpoint(EndpointModel model) {
        if (threads != EndpointThreads.IO || !model.readsStreams()) {
            return this;
        }
        return new SessionSettings(
                maxTextMessageSize,
                maxBinaryMessageSize,
                idleTimeoutMillis,
                asyncSendTimeoutMillis,
                closeTimeoutMillis,
                streamTimeoutMillis,
                closeOnHandlerError,
                EndpointThreads.ADAPTIVE,
                send);
    }
}
