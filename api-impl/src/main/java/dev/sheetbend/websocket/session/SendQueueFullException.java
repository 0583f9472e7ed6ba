package dev.sheetbend.websocket.session;

import java.io.IOException;

/** A send that does not wait found the session's send queue full; the message was not sent, the session goes on. */
final class SendQueueFullException extends IOException {
    private static final long serialVersionUID = 1L;

    private SendQueueFullException(String message) {
        super(message);
    }

    /** Of a send that would have waited anywhere else. */
    static SendQueueFullException whereNobodyWaits(long maxQueuedBytes) {
        return new SendQueueFullException("The session's send queue is full (" + maxQueuedBytes
                + " bytes), and a send must not wait for room where " + EndpointThread.property()
                + "; the message was not sent.");
    }

    SendQueueFullException(long maxQueuedBytes) {
        super("The session's send queue is full (" + maxQueuedBytes + " bytes); the message was not sent.");
    }
}
