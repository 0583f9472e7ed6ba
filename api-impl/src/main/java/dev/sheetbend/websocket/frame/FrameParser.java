package dev.sheetbend.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Turns the bytes of one direction of a connection into frames (RFC 6455, 5), in whatever pieces they arrive. Each rule
 * on the header is checked once, at the earliest byte that can break it. The payload is unmasked in place and passed on
 * in slices of the caller's array; the parser keeps no reference to it.
 *
 * <p>A failure, whether of the parser or of its consumer, is final: what follows it cannot be told apart from a frame,
 * so the parser takes no more bytes. Not thread safe; belongs to the read side.
 */
public final class FrameParser {
    /** What the next byte is. */
    private enum State {
        FIRST_BYTE,
        SECOND_BYTE,
        LENGTH_BYTE,
        KEY_BYTE,
        PAYLOAD,
        /** No byte means anything any more. */
        STOPPED
    }

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NOTHING = {};

    private final Role role;
    private final boolean maskExpected;
    private final ReservedBits reservedBits;
    private final FrameConsumer consumer;

    private State state = State.FIRST_BYTE;
    /** Whether a data message has begun and its last frame has not. */
    private boolean messageUnfinished;

    // The frame that is being read.
    private final FrameHeader header = new FrameHeader();
    private int lengthBytesLeft;
    private int keyBytesLeft;
    /** The smallest payload length that the form of this frame's length may carry. */
    private int leastLength;
    /** The masking key, turned to the next byte of the payload. */
    private int key;

    private long payloadLeft;
    /** Whether the slice that the consumer gets is known to be ASCII. */
    private boolean asciiSlice;

    // The array that is being parsed.
    private byte[] input = NOTHING;
    private int position;
    private int end;

    /**
     * @param role of this end of the connection
     * @param clientMasks whether the client masks its frames, as it does unless something else was negotiated
     * @param reservedBits which reserved bits are legal
     * @param consumer takes the frames
     */
    public FrameParser(Role role, boolean clientMasks, ReservedBits reservedBits, FrameConsumer consumer) {
        this.role = role;
        this.maskExpected = role == Role.SERVER && clientMasks;
        this.reservedBits = reservedBits;
        this.consumer = consumer;
    }

    /**
     * Takes the next bytes of the stream and calls the consumer for what they complete. The bytes are changed in place
     * when they are masked. Not to be called from within the consumer.
     *
     * @throws WebSocketFailure when the bytes break a rule, or when the consumer throws one
     */
    public void parse(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        input = array;
        position = offset;
        end = offset + length;
        boolean failed = true;
        try {
            while (position < end) {
                step();
            }
            failed = false;
        } finally {
            if (failed) {
                state = State.STOPPED;
            }
            input = NOTHING;
            position = 0;
            end = 0;
        }
    }

    /**
     * During a call of the consumer: how many bytes stand behind the current frame in the array that is being parsed; 0
     * when the frame goes on beyond it, when the parser was stopped, and outside of {@link #parse}.
     */
    public int remaining() {
        return state == State.STOPPED ? 0 : (int) Math.max(0, end - position - payloadLeft);
    }

    /**
     * During {@link FrameConsumer#framePayload}: whether every byte of the slice is known to be below 0x80. That is found
     * while unmasking; a slice that came without a mask has not been looked at.
     */
    public boolean isAsciiSlice() {
        return asciiSlice;
    }

    /** Whether the next byte begins a frame, which is not one that continues a message. */
    public boolean isAtRest() {
        return state == State.FIRST_BYTE && !messageUnfinished;
    }

    /** Ignores everything from now on, the rest of the current array included; for use after a Close frame. */
    public void stop() {
        state = State.STOPPED;
    }

    /** Whether no more bytes are taken, because of {@link #stop} or of a failure. */
    public boolean isStopped() {
        return state == State.STOPPED;
    }

    private void step() {
        switch (state) {
            case FIRST_BYTE -> firstByte(nextByte());
            case SECOND_BYTE -> secondByte(nextByte());
            case LENGTH_BYTE -> lengthByte(nextByte());
            case KEY_BYTE -> keyByte(nextByte());
            case PAYLOAD -> payload();
            case STOPPED -> position = end;
        }
    }

    private int nextByte() {
        return input[position++] & 0xFF;
    }

    private void firstByte(int value) {
        Opcode opcode = Opcode.of(value & FrameBits.B0_OPCODE);
        if (opcode == null) {
            // RFC 6455, 5.2
            throw WebSocketFailure.protocol(
                    "The opcode 0x" + Integer.toHexString(value & FrameBits.B0_OPCODE) + " is reserved.");
        }
        int rsv = (value & FrameBits.B0_RSV) >> FrameBits.B0_RSV_SHIFT;
        if ((rsv & ~reservedBits.allowedOn(opcode)) != 0) {
            // RFC 6455, 5.2
            throw WebSocketFailure.protocol("A reserved bit is set that no extension gives a meaning to.");
        }
        boolean fin = (value & FrameBits.B0_FIN) != 0;
        if (opcode.isControl()) {
            if (!fin) {
                // RFC 6455, 5.5
                throw WebSocketFailure.protocol("Control frames must not be fragmented.");
            }
        } else {
            checkPlaceInMessage(opcode);
            messageUnfinished = !fin;
        }
        header.fin = fin;
        header.rsv = rsv;
        header.opcode = opcode;
        state = State.SECOND_BYTE;
    }

    /** RFC 6455, 5.4: the first frame of a message, and only that, has an opcode other than 0. */
    private void checkPlaceInMessage(Opcode opcode) {
        if (opcode == Opcode.CONTINUATION && !messageUnfinished) {
            throw WebSocketFailure.protocol("A continuation frame came without a message to continue.");
        }
        if (opcode != Opcode.CONTINUATION && messageUnfinished) {
            throw WebSocketFailure.protocol("A new message began before the one before was finished.");
        }
    }

    private void secondByte(int value) {
        boolean masked = (value & FrameBits.B1_MASK) != 0;
        if (masked != maskExpected) {
            throw WebSocketFailure.protocol(maskingRule());
        }
        int lengthCode = value & FrameBits.B1_LENGTH;
        if (header.opcode.isControl() && lengthCode > FrameEncoder.MAX_CONTROL_PAYLOAD) {
            // RFC 6455, 5.5
            throw WebSocketFailure.protocol("The payload of a control frame must not exceed 125 bytes.");
        }
        header.masked = masked;
        header.maskKey = 0;
        keyBytesLeft = masked ? FrameBits.KEY_BYTES : 0;
        lengthForm(lengthCode);
        if (end - position >= lengthBytesLeft + keyBytesLeft) {
            restOfHeader();
        } else {
            state = lengthBytesLeft > 0 ? State.LENGTH_BYTE : State.KEY_BYTE;
        }
    }

    private String maskingRule() {
        if (role == Role.CLIENT) {
            // RFC 6455, 5.1
            return "A server must not mask its frames.";
        }
        return maskExpected
                ? "A client must mask its frames."
                : "A client that has negotiated no-masking must not mask its frames.";
    }

    private void lengthForm(int lengthCode) {
        if (lengthCode == FrameBits.TWO_LENGTH_BYTES) {
            lengthBytesLeft = Short.BYTES;
            leastLength = FrameBits.LONGEST_IN_CODE + 1;
            header.payloadLength = 0;
        } else if (lengthCode == FrameBits.EIGHT_LENGTH_BYTES) {
            lengthBytesLeft = Long.BYTES;
            leastLength = FrameBits.LONGEST_IN_TWO_BYTES + 1;
            header.payloadLength = 0;
        } else {
            lengthBytesLeft = 0;
            leastLength = 0;
            header.payloadLength = lengthCode;
        }
    }

    /** The usual case: everything up to the payload is in the array. */
    private void restOfHeader() {
        if (lengthBytesLeft == Short.BYTES) {
            header.payloadLength = (short) SHORTS.get(input, position) & 0xFFFF;
        } else if (lengthBytesLeft == Long.BYTES) {
            header.payloadLength = (long) LONGS.get(input, position);
        }
        position += lengthBytesLeft;
        lengthBytesLeft = 0;
        checkLength();
        if (header.masked) {
            header.maskKey = (int) INTS.get(input, position);
            position += FrameBits.KEY_BYTES;
        }
        headerComplete();
    }

    private void lengthByte(int value) {
        header.payloadLength = (header.payloadLength << Byte.SIZE) | value;
        lengthBytesLeft--;
        checkLength();
        if (lengthBytesLeft == 0) {
            if (header.masked) {
                state = State.KEY_BYTE;
            } else {
                headerComplete();
            }
        }
    }

    /** RFC 6455, 5.2: at most 63 bits, in the fewest bytes. Judged by the largest length that can still come of it. */
    private void checkLength() {
        int bitsLeft = lengthBytesLeft * Byte.SIZE;
        long atMost = (header.payloadLength << bitsLeft) | ((1L << bitsLeft) - 1);
        if (atMost < 0) {
            throw WebSocketFailure.protocol("The most significant bit of a payload length must be 0.");
        }
        if (atMost < leastLength) {
            throw WebSocketFailure.protocol("The payload length must be encoded in the fewest bytes.");
        }
    }

    private void keyByte(int value) {
        header.maskKey = (header.maskKey << Byte.SIZE) | value;
        keyBytesLeft--;
        if (keyBytesLeft == 0) {
            headerComplete();
        }
    }

    private void headerComplete() {
        key = header.maskKey;
        payloadLeft = header.payloadLength;
        state = State.PAYLOAD;
        consumer.frameHeader(header);
        // An empty payload is complete without another byte; the consumer may have stopped the parser, though.
        if (payloadLeft == 0 && state == State.PAYLOAD) {
            payload();
        }
    }

    private void payload() {
        int offset = position;
        int length = (int) Math.min(payloadLeft, end - position);
        asciiSlice = header.masked && Masker.unmask(input, offset, length, key);
        key = Masker.turn(key, length);
        position += length;
        payloadLeft -= length;
        boolean endOfFrame = payloadLeft == 0;
        if (endOfFrame) {
            state = State.FIRST_BYTE;
        }
        consumer.framePayload(input, offset, length, endOfFrame);
    }
}
