package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;

/** A server has answered an opening handshake with something else than 101. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String head) {
        super("The server did not accept: " + head);
    }
}
