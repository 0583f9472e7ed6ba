package dev.sheetbend.websocket.session;

import java.io.IOException;

/** An asynchronous send found the session's send queue full; the message was not sent, the session goes on. */
final class SendQueueFullException extends IOException {
    private static final long serialVersionUID = 1L;

    SendQueueFullException(long maxQueuedBytes) {
        super("The session's send queue is full (" + maxQueuedBytes + " bytes); the message was not sent.");
    }
}
