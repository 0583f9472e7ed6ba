package dev.sheetbend.websocket.extension;

/**
 * A {@code Sec-WebSocket-Extensions} header that breaks the grammar; whoever receives it fails the connection (RFC
 * 6455, 9.1): a server answers 400, a client closes. Checked, because every caller owes the peer that answer. The
 * message is one stable sentence without anything that the peer sent.
 */
public final class ExtensionSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    ExtensionSyntaxException(String message) {
        super(message, null, false, false);
    }
}
