package dev.sheetbend.websocket.connection;

/**
 * Takes the data messages of one kind, text or binary. Chosen once per message, when its first frame arrives. Called on
 * the thread that feeds the read half. Text is valid UTF-8 when it gets here.
 */
public sealed interface MessageSink {
    /** The largest message that is taken, in bytes before any decoding; a longer one fails the connection with 1009. */
    long maxMessageSize();

    /** Takes each message in one piece. */
    sealed interface Whole extends MessageSink {}

    /** Takes each text message in one piece. */
    non-sealed interface WholeText extends Whole {
        /** Takes a whole message. */
        void message(String text);
    }

    /** Takes each binary message in one piece. */
    non-sealed interface WholeBinary extends Whole {
        /**
         * Takes a whole message.
         *
         * @param bytes the message and nothing else; the sink may keep the array
         */
        void message(byte[] bytes);
    }

    /** Takes each message in parts as they arrive. */
    non-sealed interface Partial extends MessageSink {
        /**
         * Takes the next part of a message; of a text, whole characters.
         *
         * @param array valid during the call only
         * @param last whether this part, which may be empty, ends the message
         */
        void part(byte[] array, int offset, int length, boolean last);
    }
}
