package dev.sheetbend.websocket.frame;

/**
 * The one failure type of the protocol core: a rule was broken, and the connection ends with this close code
 * (RFC 6455, 7.1.7). The message is stable, is written for the peer's developer and carries no internal detail.
 */
public final class WebSocketFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int closeCode;

    /**
     * @param closeCode a code that may stand in a Close frame, see {@link CloseCodes}
     * @param message a full sentence, at most 123 bytes of UTF-8
     */
    public WebSocketFailure(int closeCode, String message) {
        super(message, null, false, false);
        this.closeCode = closeCode;
    }

    /** A violation of the protocol: close code 1002. */
    public static WebSocketFailure protocol(String message) {
        return new WebSocketFailure(CloseCodes.PROTOCOL_ERROR, message);
    }

    /** Text that is not UTF-8: close code 1007. */
    public static WebSocketFailure invalidData(String message) {
        return new WebSocketFailure(CloseCodes.INVALID_DATA, message);
    }

    /** A message over the limit: close code 1009. */
    public static WebSocketFailure tooBig(String message) {
        return new WebSocketFailure(CloseCodes.TOO_BIG, message);
    }

    /** The code of the Close frame that ends the connection. */
    public int closeCode() {
        return closeCode;
    }
}
