package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.EncodedFrame;
import dev.sheetbend.websocket.connection.MessageEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Utf8Encoder;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One frame that the application sends: a whole message, a part of one, a Ping or a Pong. The bytes are taken when the
 * send queue frames it, or, for a large binary payload, when they leave: the application leaves them alone until then.
 */
abstract class Outgoing {
    /** No deadline, as a {@link System#nanoTime} value. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Longer text, in characters, is turned into bytes by the sender, outside the queue's lock. */
    private static final int LONGEST_TEXT_KEPT = 4096;

    /**
     * The same for text that begins as ASCII, where it is framed at once: with the JDK's help such text takes less time,
     * for the price of an array, than any loop of ours.
     */
    private static final int LONGEST_ASCII_KEPT = 256;

    private final Opcode opcode;
    private final boolean last;
    private final Object messageKey;
    private Completion completion = Completion.NONE;
    private Object sender;
    private Treatment treatment = Treatment.DEFAULT;
    private boolean reply;
    private long deadline = NO_DEADLINE;

    Outgoing(Opcode opcode, boolean last, Object messageKey) {
        this.opcode = opcode;
        this.last = last;
        this.messageKey = messageKey;
    }

    /** Told once how the send ended; never under a lock. */
    interface Completion {
        Completion NONE = failure -> {};

        /**
         * @param failure why nothing or not all of it was sent, or null when every byte is with the transport
         */
        void completed(Throwable failure);
    }

    /** Whether a text is better left as it is until it is framed, where no extension takes it. */
    static boolean isShort(String text) {
        int chars = text.length();
        return chars <= LONGEST_ASCII_KEPT
                || chars <= LONGEST_TEXT_KEPT && !Utf8Encoder.isAscii(text, LONGEST_ASCII_KEPT);
    }

    static Outgoing text(String text, boolean last, Object messageKey) {
        if (text.length() > LONGEST_TEXT_KEPT) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Bytes(Opcode.TEXT, last, messageKey, bytes, 0, bytes.length);
        }
        return new Text(text, last, messageKey);
    }

    static Outgoing binary(byte[] array, int offset, int length, boolean last, Object messageKey) {
        return new Bytes(Opcode.BINARY, last, messageKey, array, offset, length);
    }

    /**
     * A whole message.
     *
     * @param kind of what is in the array: UTF-8 for {@link Opcode#TEXT}
     */
    static Outgoing bytes(Opcode kind, byte[] array, int offset, int length) {
        return new Bytes(kind, true, null, array, offset, length);
    }

    /** Reads the whole buffer: its position moves to its limit. */
    static Outgoing binary(ByteBuffer data, boolean last, Object messageKey) {
        int length = data.remaining();
        if (data.hasArray()) {
            int offset = data.arrayOffset() + data.position();
            data.position(data.limit());
            return binary(data.array(), offset, length, last, messageKey);
        }
        byte[] copy = new byte[length];
        data.get(copy);
        return binary(copy, 0, length, last, messageKey);
    }

    /** A whole message whose bytes nobody changes any more. */
    static Outgoing shared(Opcode opcode, byte[] array, int offset, int length) {
        return new Bytes(opcode, true, null, array, offset, length);
    }

    /** A Ping or a Pong with at most 125 bytes. */
    static Outgoing control(Opcode opcode, ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return new Bytes(opcode, true, null, copy, 0, copy.length);
    }

    /** No frame: marks a place among the sent ones. */
    static Outgoing marker(Completion reached) {
        return new Bytes(Opcode.PONG, true, null, new byte[0], 0, 0).onCompletion(reached);
    }

    Outgoing onCompletion(Completion listener) {
        completion = listener;
        return this;
    }

    /** What the application wants of extensions; counts for the first frame of a message. */
    Outgoing treated(Treatment wanted) {
        treatment = wanted;
        return this;
    }

    Treatment treatment() {
        return treatment;
    }

    /** Whether it answers what has been read, see {@link OutputQueue#repliesPending}. */
    Outgoing reply(boolean isReply) {
        reply = isReply;
        return this;
    }

    boolean isReply() {
        return reply;
    }

    /** It must have left by then, or the session is given up; a {@link System#nanoTime} value. */
    Outgoing withDeadline(long nanoTime) {
        deadline = nanoTime;
        return this;
    }

    /** The {@link ThreadOfControl} that waits until it is sent. */
    void sentBy(Object threadOfControl) {
        sender = threadOfControl;
    }

    /** Who waits until it is sent, or null when nobody does. */
    Object sender() {
        return sender;
    }

    long deadline() {
        return deadline;
    }

    long nanosToDeadline(long now) {
        return nanosTo(deadline, now);
    }

    /** {@link Long#MAX_VALUE} for {@link #NO_DEADLINE}. */
    static long nanosTo(long deadline, long now) {
        return deadline == NO_DEADLINE ? Long.MAX_VALUE : deadline - now;
    }

    Completion completion() {
        return completion;
    }

    Opcode opcode() {
        return opcode;
    }

    /** Whether it ends its message. */
    boolean last() {
        return last;
    }

    /** What ties the parts of one message together; null for what is sent in one piece. */
    Object messageKey() {
        return messageKey;
    }

    boolean isControl() {
        return opcode.isControl();
    }

    /** The payload's size in bytes. */
    abstract int length();

    abstract void copyTo(byte[] target, int offset);

    /** Takes the payload through the extensions. */
    abstract List<EncodedFrame> encode(MessageEncoder encoder, BufferPool pool);

    /** The payload where it stands, to be sent without a copy, or null when it stands nowhere yet. */
    ByteBuffer inPlace() {
        return null;
    }

    /** The application may change the payload from now on. */
    void detach() {
        // Most payloads are nobody else's.
    }

    private static final class Text extends Outgoing {
        private final String text;
        private final int length;

        Text(String text, boolean last, Object messageKey) {
            super(Opcode.TEXT, last, messageKey);
            this.text = text;
            this.length = Utf8Encoder.length(text);
        }

        @Override
        int length() {
            return length;
        }

        @Override
        void copyTo(byte[] target, int offset) {
            if (Utf8Encoder.isAscii(text)) {
                Utf8Encoder.encodeAscii(text, target, offset);
            } else {
                Utf8Encoder.encode(text, target, offset);
            }
        }

        @Override
        List<EncodedFrame> encode(MessageEncoder encoder, BufferPool pool) {
            ByteBuffer bytes = pool.acquire(length);
            try {
                copyTo(bytes.array(), 0);
                return encoder.encode(bytes.array(), 0, length);
            } finally {
                pool.release(bytes);
            }
        }
    }

    private static final class Bytes extends Outgoing {
        private byte[] array;
        private int offset;
        private final int length;

        Bytes(Opcode opcode, boolean last, Object messageKey, byte[] array, int offset, int length) {
            super(opcode, last, messageKey);
            this.array = array;
            this.offset = offset;
            this.length = length;
        }

        @Override
        int length() {
            return length;
        }

        @Override
        void copyTo(byte[] target, int targetOffset) {
            System.arraycopy(array, offset, target, targetOffset, length);
        }

        @Override
        List<EncodedFrame> encode(MessageEncoder encoder, BufferPool pool) {
            return encoder.encode(array, offset, length);
        }

        @Override
        void detach() {
            array = Arrays.copyOfRange(array, offset, offset + length);
            offset = 0;
        }

        @Override
        ByteBuffer inPlace() {
            return ByteBuffer.wrap(array, offset, length);
        }
    }
}
