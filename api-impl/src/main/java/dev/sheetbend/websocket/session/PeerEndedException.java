package dev.sheetbend.websocket.session;

import java.io.IOException;

/**
 * The peer has ended something, as peers do: what waits for it, or uses it later, is told so. Each connection ends so, and
 * where in our code that was noticed helps nobody; so there is no stack trace, which would cost more than all else here.
 */
final class PeerEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    PeerEndedException(String message) {
        super(message);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is nothing to guard
    public Throwable fillInStackTrace() {
        return this;
    }
}
