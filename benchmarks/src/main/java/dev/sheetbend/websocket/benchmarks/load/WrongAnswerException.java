package dev.sheetbend.websocket.benchmarks.load;

import java.io.IOException;

/** A server has sent something else than it had to, so that its figures mean nothing. */
public final class WrongAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    WrongAnswerException(String text) {
        super(text);
    }

    WrongAnswerException(String text, Throwable cause) {
        super(text, cause);
    }
}
