package dev.sheetbend.websocket.spi;

/**
 * A rule of an extension is broken, as a rule by the peer: the connection is closed with this code. The message goes to
 * the peer, so it is one stable sentence without anything that the peer sent.
 */
public final class ExtensionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_DATA = 1007;

    private final int closeCode;

    private ExtensionFailure(int closeCode, String message) {
        super(message, null, false, false);
        this.closeCode = closeCode;
    }

    /** A frame that the extension does not allow: 1002. */
    public static ExtensionFailure protocol(String message) {
        return new ExtensionFailure(PROTOCOL_ERROR, message);
    }

    /** A payload that makes no sense to the extension: 1007. */
    public static ExtensionFailure invalidData(String message) {
        return new ExtensionFailure(INVALID_DATA, message);
    }

    /** 1002 or 1007. */
    public int closeCode() {
        return closeCode;
    }
}
