package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.buffer.ByteQueue;
import dev.sheetbend.websocket.buffer.CharPool;
import dev.sheetbend.websocket.frame.Utf8Decoder;
import dev.sheetbend.websocket.frame.Utf8Validator;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes messages of data frames (RFC 6455, 5.4 and 6.2) and holds them to the size limit and, if they are text, to
 * UTF-8 (RFC 6455, 8.1). It relies on its caller for the order of the frames. Memory grows with what has arrived,
 * never with what a header announces. The last stage behind those of the extensions. Not thread safe; belongs to the
 * read side.
 */
final class MessageAssembler implements FrameStage {
    /** Null while it works for nobody. */
    private ConnectionSink connection;

    /** Sees text that does not arrive in one piece, or that is passed on in parts. */
    private final Utf8Validator validator = new Utf8Validator();

    private final CharPool chars;
    /** What has arrived of a message that is passed on in one piece. */
    private final GatheredBytes gathered;
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
        this.chars = pool.chars();
        this.gathered = new GatheredBytes(pool);
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
        if (lastFrame && frame.length() != DataFrame.UNKNOWN_LENGTH) {
            expect(gathered.size() + frame.length());
        }
    }

    private void expect(long length) {
        // Text is made a String of, for which the pool's memory will do as far as it goes.
        if (!text || length > BufferPool.LARGEST) {
            gathered.expect(length);
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
        payload(array, offset, length, endOfFrame, false);
    }

    /**
     * As the one without it.
     *
     * @param ascii whether every byte is known to be below 0x80
     */
    void payload(byte[] array, int offset, int length, boolean endOfFrame, boolean ascii) {
        // The header was checked already; this one holds for payloads that an extension has changed.
        if (length > allowance) {
            throw tooBig();
        }
        allowance -= length;
        boolean last = endOfFrame && lastFrame;
        if (sink instanceof MessageSink.WholeText whole) {
            toWholeText(whole, array, offset, length, ascii, last);
        } else if (sink instanceof MessageSink.WholeBinary whole) {
            toWholeBinary(whole, array, offset, length, last);
        } else {
            toParts((MessageSink.Partial) sink, array, offset, length, ascii, last);
        }
    }

    private void toWholeText(
            MessageSink.WholeText whole, byte[] array, int offset, int length, boolean ascii, boolean last) {
        if (last && gathered.isEmpty()) {
            boolean allAscii = ascii || Utf8Validator.isAscii(array, offset, length);
            whole.message(decode(array, offset, length, allAscii));
            return;
        }
        // Bytes that no text can have end the connection at once, not with the end of the message.
        checkText(array, offset, length, ascii, last);
        gathered.append(array, offset, length);
        if (last) {
            whole.message(takeText());
        }
    }

    private String takeText() {
        try {
            return decode(gathered.view(), 0, gathered.size(), validator.isAscii());
        } finally {
            gathered.clear();
        }
    }

    private String decode(byte[] array, int offset, int length, boolean ascii) {
        if (ascii) {
            return new String(array, offset, length, StandardCharsets.ISO_8859_1);
        }
        char[] scratch = chars.acquire(length);
        try {
            int count = Utf8Decoder.decode(array, offset, length, scratch);
            if (count == Utf8Decoder.MALFORMED) {
                // It knows what is wrong, and has seen nothing of a text that arrived in one piece.
                checkText(array, offset, length, false, true);
            }
            return new String(scratch, 0, count);
        } finally {
            chars.release(scratch);
        }
    }

    private void checkText(byte[] array, int offset, int length, boolean ascii, boolean last) {
        boolean nothingToFind = ascii && validator.isComplete();
        if (!nothingToFind && !validator.accept(array, offset, length)) {
            throw WebSocketFailure.invalidData("A text message must be valid UTF-8.");
        }
        if (last && !validator.isComplete()) {
            throw WebSocketFailure.invalidData("A text message must not end in the middle of a character.");
        }
    }

    private void toWholeBinary(MessageSink.WholeBinary whole, byte[] array, int offset, int length, boolean last) {
        if (last && gathered.isEmpty()) {
            whole.message(Arrays.copyOfRange(array, offset, offset + length));
            return;
        }
        gathered.append(array, offset, length);
        if (last) {
            whole.message(gathered.take());
        }
    }

    /** Cuts the slice where its last whole character ends; what is left of it goes in front of the next slice. */
    private void toParts(
            MessageSink.Partial partial, byte[] array, int offset, int length, boolean ascii, boolean last) {
        // How many bytes the character that was cut before this slice needs; none in a binary message.
        int missing = validator.missingBytes();
        if (text) {
            checkText(array, offset, length, ascii, last);
        }
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
