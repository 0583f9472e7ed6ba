package dev.sheetbend.websocket.handshake;

/** What a server answered is not HTTP/1.1, or its head is too long. The text is one sentence without the server's words. */
public final class AnswerSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    AnswerSyntaxException(String message) {
        super(message);
    }
}
