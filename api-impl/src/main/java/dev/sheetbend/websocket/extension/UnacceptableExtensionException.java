package dev.sheetbend.websocket.extension;

/**
 * A server's answer names an extension that the client cannot go on with (RFC 6455, 9.1). The message is one sentence that
 * names the extension.
 */
public final class UnacceptableExtensionException extends Exception {
    private static final long serialVersionUID = 1L;

    UnacceptableExtensionException(String message) {
        super(message);
    }
}
