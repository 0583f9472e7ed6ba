package dev.sheetbend.websocket.handshake;

/** The names of the header fields that the opening handshake uses (RFC 6455, 4.1 and 11.3). */
public final class HeaderNames {
    public static final String CONNECTION = "Connection";
    public static final String HOST = "Host";
    public static final String ORIGIN = "Origin";
    public static final String SEC_WEBSOCKET_ACCEPT = "Sec-WebSocket-Accept";
    public static final String SEC_WEBSOCKET_EXTENSIONS = "Sec-WebSocket-Extensions";
    public static final String SEC_WEBSOCKET_KEY = "Sec-WebSocket-Key";
    public static final String SEC_WEBSOCKET_PROTOCOL = "Sec-WebSocket-Protocol";
    public static final String SEC_WEBSOCKET_VERSION = "Sec-WebSocket-Version";
    public static final String UPGRADE = "Upgrade";

    static final String CONTENT_LENGTH = "Content-Length";
    static final String TRANSFER_ENCODING = "Transfer-Encoding";

    private HeaderNames() {}
}
