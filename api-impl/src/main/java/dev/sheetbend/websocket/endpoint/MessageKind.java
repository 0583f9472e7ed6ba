package dev.sheetbend.websocket.endpoint;

/** What a message method or handler takes (Javadoc of {@code OnMessage} and {@code MessageHandler}). */
public enum MessageKind {
    /** A whole text message as a {@code String}. */
    TEXT,
    /** Text in parts, as {@code String}. */
    TEXT_PARTIAL,
    /** A whole text message as a {@code Reader}. */
    TEXT_READER,
    /** A whole text message converted to a primitive or box, see {@link MessageMethod#convertText}. */
    TEXT_PRIMITIVE,
    /** A whole text message through a text decoder. */
    TEXT_OBJECT,
    /** A whole binary message as {@code byte[]}. */
    BINARY_ARRAY,
    /** A whole binary message as a {@code ByteBuffer}. */
    BINARY_BUFFER,
    /** A binary message in parts, as {@code byte[]}. */
    BINARY_ARRAY_PARTIAL,
    /** A binary message in parts, as {@code ByteBuffer}. */
    BINARY_BUFFER_PARTIAL,
    /** A whole binary message as an {@code InputStream}. */
    BINARY_STREAM,
    /** A whole binary message through a binary decoder. */
    BINARY_OBJECT,
    /** A pong. */
    PONG;

    /** Whether it takes text messages. */
    public boolean text() {
        return switch (this) {
            case TEXT, TEXT_PARTIAL, TEXT_READER, TEXT_PRIMITIVE, TEXT_OBJECT -> true;
            default -> false;
        };
    }

    /** Whether it takes binary messages. */
    public boolean binary() {
        return !text() && this != PONG;
    }

    /** Whether it takes messages in parts. */
    public boolean partial() {
        return this == TEXT_PARTIAL || this == BINARY_ARRAY_PARTIAL || this == BINARY_BUFFER_PARTIAL;
    }

    /** Whether a message must be in memory as a whole, so that a limit on its size means something. */
    boolean sized() {
        return !partial() && this != TEXT_READER && this != BINARY_STREAM;
    }
}
