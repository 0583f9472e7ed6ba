package dev.sheetbend.websocket.connection;

/**
 * Takes the data messages of one kind, text or binary. Chosen once per message, when its first frame arrives. Called on
 * the thread that feeds the read half. Arrays are valid during the call only; text is valid UTF-8 when it gets here.
 */
public sealed interface MessageSink {
    /** The largest message that is taken, in bytes before any decoding; a longer one fails the connection with 1009. */
    long maxMessageSize();

    /** Takes each message in one piece. */
    non-sealed interface Whole extends MessageSink {
        /**
         * Takes a whole message.
         *
         * @param ascii whether every byte is below 0x80; always false for binary messages
         */
        void message(byte[] array, int offset, int length, boolean ascii);
    }

    /** Takes each message in parts as they arrive; text parts end on character boundaries. */
    non-sealed interface Partial extends MessageSink {
        /**
         * Takes the next part of a message.
         *
         * @param last whether this part, which may be empty, ends the message
         */
        void part(byte[] array, int offset, int length, boolean last);
    }
}
