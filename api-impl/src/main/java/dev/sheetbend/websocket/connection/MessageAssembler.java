package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.buffer.ByteQueue;
import dev.sheetbend.websocket.frame.Utf8Validator;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;

/**
 * Makes messages of data frames (RFC 6455, 5.4 and 6.2) and holds them to the size limit and, if they are text, to
 * UTF-8 (RFC 6455, 8.1). It relies on its caller for the order of the frames. Memory grows with what has arrived,
 * never with what a header announces. The last stage behind those of the extensions. Not thread safe; belongs to the
 * read side.
 */
final class MessageAssembler implements FrameStage {
    /** Null while it works for nobody. */
    private ConnectionSink connection;

    private final Utf8Validator validator = new Utf8Validator();
    /** What has arrived of a message that is passed on in one piece. */
    private final ByteQueue gathered;
    /** The bytes of a character that the slices so far have cut, for a message that is passed on in parts. */
    private final byte[] cutCharacter = new byte[4];

    private int cutLength;

    // The message that is being read.
    private MessageSink sink;
    private boolean text;
    /** How many more bytes the limit leaves. */
    private long allowance;
    /** Whether the frame that is being read is the last of the message. */
    private boolean lastFrame;

    MessageAssembler(BufferPool pool, ConnectionSink connection) {
        this.connection = connection;
        this.gathered = new ByteQueue(pool);
    }

    /** Between two messages: those to come are another connection's, or nobody's if it is null. */
    void readFor(ConnectionSink other) {
        connection = other;
        sink = null;
    }

    @Override
    public void frame(DataFrame frame) {
        if (frame.first()) {
            begin(frame.text());
        }
        lastFrame = frame.last();
        if (frame.length() > allowance) {
            throw tooBig();
        }
    }

    private void begin(boolean isText) {
        text = isText;
        sink = isText ? connection.textSink() : connection.binarySink();
        allowance = limitOf(sink);
        validator.reset();
    }

    private static long limitOf(MessageSink sink) {
        // A message in one piece is an array, whatever the sink would take.
        return sink instanceof MessageSink.Whole
                ? Math.min(sink.maxMessageSize(), ByteQueue.MAX_SIZE)
                : sink.maxMessageSize();
    }

    private WebSocketFailure tooBig() {
        return WebSocketFailure.tooBig("The message is longer than the limit of " + limitOf(sink) + " bytes.");
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        // The header was checked already; this one holds for payloads that an extension has changed.
        if (length > allowance) {
            throw tooBig();
        }
        allowance -= length;
        boolean last = endOfFrame && lastFrame;
        int missing = validator.missingBytes();
        if (text) {
            checkText(array, offset, length, last);
        }
        if (sink instanceof MessageSink.Whole whole) {
            toWhole(whole, array, offset, length, last);
        } else {
            toParts((MessageSink.Partial) sink, array, offset, length, missing, last);
        }
    }

    private void checkText(byte[] array, int offset, int length, boolean last) {
        if (!validator.accept(array, offset, length)) {
            throw WebSocketFailure.invalidData("A text message must be valid UTF-8.");
        }
        if (last && !validator.isComplete()) {
            throw WebSocketFailure.invalidData("A text message must not end in the middle of a character.");
        }
    }

    private void toWhole(MessageSink.Whole whole, byte[] array, int offset, int length, boolean last) {
        if (!last) {
            gathered.append(array, offset, length);
            return;
        }
        boolean ascii = text && validator.isAscii();
        if (gathered.size() == 0) {
            whole.message(array, offset, length, ascii);
            return;
        }
        gathered.append(array, offset, length);
        try {
            whole.message(gathered.contiguousArray(), 0, gathered.size(), ascii);
        } finally {
            gathered.clear();
        }
    }

    /**
     * Cuts the slice where its last whole character ends; what is left of it goes in front of the next slice.
     *
     * @param missing how many bytes the character that was cut before this slice needs
     */
    private void toParts(MessageSink.Partial partial, byte[] array, int offset, int length, int missing, boolean last) {
        int taken = Math.min(missing, length);
        System.arraycopy(array, offset, cutCharacter, cutLength, taken);
        cutLength += taken;
        if (taken < missing) {
            return;
        }
        int start = offset + taken;
        int end = offset + length;
        if (taken > 0) {
            int characterLength = cutLength;
            cutLength = 0;
            boolean onlyThis = start == end;
            partial.part(cutCharacter, 0, characterLength, last && onlyThis);
            if (onlyThis) {
                return;
            }
        }
        // Nothing is ever pending in a binary message.
        cutLength = validator.pendingBytes();
        int whole = end - cutLength;
        System.arraycopy(array, whole, cutCharacter, 0, cutLength);
        if (whole > start || last) {
            partial.part(array, start, whole - start, last);
        }
    }

    /** Gives the memory of an unfinished message back to the pool. */
    void release() {
        gathered.clear();
    }
}
