package dev.sheetbend.websocket.connection;

/**
 * What the read half of a connection calls, on the thread that feeds it: the messages through the sinks that it asks
 * for, and the control frames here. Arrays are valid during the call only.
 */
public interface ConnectionSink {
    /** Where the text message that has just begun goes; asked once per message. */
    MessageSink textSink();

    /** Where the binary message that has just begun goes; asked once per message. */
    MessageSink binarySink();

    /** A Ping with 0 to 125 bytes; the connection owes a Pong with the same bytes (RFC 6455, 5.5.2). */
    void ping(byte[] array, int offset, int length);

    /** A Pong with 0 to 125 bytes, whether asked for or not (RFC 6455, 5.5.3). */
    void pong(byte[] array, int offset, int length);

    /**
     * The peer's Close frame; nothing is read after it (RFC 6455, 5.5.1). Called at most once.
     *
     * @param code the code in the frame, or 1005 when it had none
     * @param reason the reason in the frame, or the empty string
     */
    void close(int code, String reason);

    /** A stage of an extension failed to close; for the log, since the connection has ended. */
    default void stageNotClosed(RuntimeException failure) {}
}
