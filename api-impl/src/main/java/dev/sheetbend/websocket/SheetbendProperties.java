package dev.sheetbend.websocket;

/**
 * The names of the configuration properties. Each is looked up in the user properties of the endpoint's configuration,
 * then among the init parameters of the ServletContext, then among the system properties. Values are texts or, in user
 * properties, numbers and booleans.
 */
public final class SheetbendProperties {
    /** What every name begins with. */
    public static final String PREFIX = "dev.sheetbend.websocket.";

    /** The largest whole text message, in bytes of UTF-8, 0 to 2^31 - 1. Default 1048576. A longer one closes with 1009. */
    public static final String MAX_TEXT_MESSAGE_SIZE = PREFIX + "maxTextMessageSize";

    /** The largest whole binary message, in bytes, 0 to 2^31 - 1. Default 1048576. A longer one closes with 1009. */
    public static final String MAX_BINARY_MESSAGE_SIZE = PREFIX + "maxBinaryMessageSize";

    /** How long a session may be without traffic, in milliseconds; 0 is for ever. Default 0. It then closes. */
    public static final String IDLE_TIMEOUT = PREFIX + "idleTimeout";

    /** How long the peer may take no byte of what is being sent, in milliseconds, from 1. Default 20000. It then ends. */
    public static final String SEND_TIMEOUT = PREFIX + "sendTimeout";

    /** How long an asynchronous send may take as a whole, in milliseconds; 0 is for ever. Default 0. It then ends. */
    public static final String ASYNC_SEND_TIMEOUT = PREFIX + "asyncSendTimeout";

    /** How long the closing handshake may take, in milliseconds, from 1. Default 5000. The connection is then cut. */
    public static final String CLOSE_TIMEOUT = PREFIX + "closeTimeout";

    /** How long a message that is read as a stream may stand still, in milliseconds, from 1. Default 60000. */
    public static final String STREAM_TIMEOUT = PREFIX + "streamTimeout";

    /** How many bytes may wait to be sent, from 1. Default 1048576. */
    public static final String MAX_QUEUED_BYTES = PREFIX + "maxQueuedBytes";

    /** What an asynchronous send does when they do: {@code fail} (default), {@code block} or {@code close} with 1008. */
    public static final String SEND_POLICY = PREFIX + "sendPolicy";

    /** Whether the replies to one read leave in one write: {@code true} (default) or {@code false}. */
    public static final String COALESCE = PREFIX + "coalesce";

    /**
     * How long such a reply may wait while the handler that it comes from keeps its thread, in milliseconds, 1 to
     * 2^31 - 1. Default 6. Not per endpoint.
     */
    public static final String COALESCE_DELAY = PREFIX + "coalesceDelay";

    /** Whether an exception of an endpoint closes its session with 1011: {@code false} (default) or {@code true}. */
    public static final String CLOSE_ON_HANDLER_ERROR = PREFIX + "closeOnHandlerError";

    /**
     * Which connections close with 1008 when the login or the HTTP session ends that they were opened with:
     * {@code protected} (default) for those whose path only a login leads to, {@code always} for all that had a user, or
     * {@code never}.
     */
    public static final String CLOSE_ON_LOGOUT = PREFIX + "closeOnLogout";

    /**
     * Which origins a browser's page may have: {@code same-host} (default), {@code *} for any, or a list of origins such
     * as {@code https://example.com}, separated by commas. Others get 403.
     */
    public static final String ALLOWED_ORIGINS = PREFIX + "allowedOrigins";

    /** How many sessions an application may have; 0 is any number. Default 0. One more gets 503. Not per endpoint. */
    public static final String MAX_SESSIONS = PREFIX + "maxSessions";

    /**
     * The most threads that messages are handed to in containers whose own threads must not wait, from 1. As many more
     * may be kept by handlers that have the message from a thread that reads, and as many run client endpoints. Default
     * 200. Not per endpoint.
     */
    public static final String HANDLER_THREADS = PREFIX + "handlerThreads";

    /**
     * How long a client may take to reach its server, all of its addresses together, in milliseconds, 1 to 2^31 - 1.
     * Default 10000. {@code connectToServer} then fails.
     */
    public static final String CONNECT_TIMEOUT = PREFIX + "connectTimeout";

    /**
     * How long TLS and the opening handshake of a client may take together, in milliseconds, 1 to 2^31 - 1. Default 10000.
     * {@code connectToServer} then fails.
     */
    public static final String HANDSHAKE_TIMEOUT = PREFIX + "handshakeTimeout";

    /**
     * Which threads run endpoints: {@code adaptive} (default), the thread that has read the message, which another one
     * replaces when a handler keeps it; {@code pooled} ones, which the message is handed to; {@code io}, the thread that has
     * read it and serves other connections too, for handlers that never block; or {@code virtual} ones, which Java 21 and
     * later have. For server and client endpoints.
     */
    public static final String ENDPOINT_THREADS = PREFIX + "endpointThreads";

    /**
     * How connections are driven in containers where there is a choice: {@code native} (default) uses the container's own
     * sockets, which can be paused and closed at any time; {@code standard} uses the Servlet API only. On Tomcat; Jetty has
     * no standard way and ignores it. Not per endpoint.
     */
    public static final String TRANSPORT = PREFIX + "transport";

    /**
     * Whether messages are compressed by permessage-deflate (RFC 7692): {@code off}; {@code accept} (default), where a
     * client offers it or its configuration does; {@code offer}, by every client, and accepted as well.
     */
    public static final String COMPRESSION = PREFIX + "compression";

    /** How much work compressing may take, 1 (least) to 9 (most, for the smallest messages). Default 4. */
    public static final String COMPRESSION_LEVEL = PREFIX + "compressionLevel";

    /** The smallest message that is compressed, in bytes, 0 to 2^31 - 1. Default 64 with context takeover, 256 without. */
    public static final String COMPRESSION_MIN_SIZE = PREFIX + "compressionMinSize";

    /**
     * Who may refer to earlier messages when it compresses, which makes messages smaller and costs memory for each
     * connection: {@code both} (default), {@code own} end, {@code peer}, or {@code none}. What the peer refers to is up
     * to 32 KiB of heap, see {@link #COMPRESSION_PEER_WINDOW_BITS}. Jetty 12's client does not work with {@code own} and
     * {@code none}.
     */
    public static final String COMPRESSION_CONTEXT_TAKEOVER = PREFIX + "compressionContextTakeover";

    /** The window that this end compresses with at most, as a power of two in bytes, 8 to 15. Default 15. */
    public static final String COMPRESSION_WINDOW_BITS = PREFIX + "compressionWindowBits";

    /** The window that the peer may compress with at most, as a power of two in bytes, 8 to 15. Default 15. */
    public static final String COMPRESSION_PEER_WINDOW_BITS = PREFIX + "compressionPeerWindowBits";

    /**
     * How many compressors, and how many decompressors, are kept for all connections together, 1 to 65535. Default 16.
     * Where more connections compress, some begin anew with the end of their earlier messages. Not per endpoint.
     */
    public static final String COMPRESSION_DEFLATERS = PREFIX + "compressionDeflaters";

    /**
     * Whether clients leave their frames unmasked where both ends agree: {@code off} (default), {@code encrypted} where the
     * connection is, or {@code always}.
     */
    public static final String NO_MASKING = PREFIX + "noMasking";

    private SheetbendProperties() {}
}
