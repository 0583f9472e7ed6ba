package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Masker;
import dev.sheetbend.websocket.frame.Opcode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;

/**
 * The sending half of one connection (RFC 6455, 5 and 6.1): frames what its caller sends, in arrays of the caller's. It
 * knows which message is in progress, and with it each frame's opcode. Not thread safe: for the holder of the right to
 * send.
 */
public final class WriteHalf {
    private static final int MAX_REASON = FrameEncoder.MAX_CONTROL_PAYLOAD - Short.BYTES;
    private static final int NO_EXTENSION_BITS = 0;

    private final boolean masks;
    private final IntSupplier maskKeys;

    /** What the next data frame continues; {@link Opcode#CONTINUATION} when it begins a message. */
    private Opcode inProgress = Opcode.CONTINUATION;

    private boolean closeFramed;

    /**
     * @param masks whether this end masks what it sends: a client does, unless something else was negotiated
     * @param maskKeys a new masking key at each call, from a strong source of entropy (RFC 6455, 5.3); a server asks
     *     for none
     */
    public WriteHalf(boolean masks, IntSupplier maskKeys) {
        this.masks = masks;
        this.maskKeys = maskKeys;
    }

    /** Whether a message has begun whose last frame has not been framed. */
    public boolean messageInProgress() {
        return inProgress != Opcode.CONTINUATION;
    }

    /** Whether a Close frame has been framed, so that no data may follow (RFC 6455, 5.5.1). */
    public boolean closeFramed() {
        return closeFramed;
    }

    /**
     * Frames a payload where it stands: masks it if this end is a client, and writes the header so that it ends where
     * the payload begins. The frame is {@code array[result..payloadOffset + length)}.
     *
     * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}, the same for every frame of a message
     * @param last whether this frame ends the message
     * @param rsv the reserved bits, a combination of the {@code RSV} constants of
     *     {@link dev.sheetbend.websocket.frame.FrameHeader}
     * @param payloadOffset {@link FrameEncoder#MAX_HEADER} always suffices; what stands right in front is overwritten
     * @return the index of the frame's first byte
     * @throws IllegalStateException when a Close frame has been framed, or a message of the other kind is in progress
     * @throws IndexOutOfBoundsException when the header does not fit in front of the payload
     */
    public int frameInPlace(Opcode kind, boolean last, int rsv, byte[] array, int payloadOffset, int length) {
        Objects.checkFromIndexSize(payloadOffset, length, array.length);
        if (payloadOffset < FrameEncoder.headerLength(length, masks)) {
            throw new IndexOutOfBoundsException("No room for a header in front of index " + payloadOffset + ".");
        }
        Opcode opcode = nextDataOpcode(kind, last);
        if (!masks) {
            return FrameEncoder.writeHeaderBefore(array, payloadOffset, last, rsv, opcode, length);
        }
        int key = maskKeys.getAsInt();
        Masker.mask(array, payloadOffset, length, key);
        return FrameEncoder.writeMaskedHeaderBefore(array, payloadOffset, last, rsv, opcode, length, key);
    }

    /**
     * Frames a payload that stands in several arrays: masks it there if this end masks, and writes the header in front of
     * the first one.
     *
     * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}, the same for every frame of a message
     * @param last whether this frame ends the message
     * @param rsv as for {@link #frameInPlace}
     * @param pieces heap buffers whose positions and limits enclose the payload, one behind another; the first has
     *     {@link FrameEncoder#MAX_HEADER} bytes to spare in front, and its position moves to where the frame begins
     */
    public void frameInPieces(Opcode kind, boolean last, int rsv, List<ByteBuffer> pieces) {
        long length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        Opcode opcode = nextDataOpcode(kind, last);
        ByteBuffer first = pieces.get(0);
        int payload = first.position();
        if (!masks) {
            first.position(FrameEncoder.writeHeaderBefore(first.array(), payload, last, rsv, opcode, length));
            return;
        }
        int key = maskKeys.getAsInt();
        int turned = key;
        for (ByteBuffer piece : pieces) {
            turned = Masker.mask(piece.array(), piece.position(), piece.remaining(), turned);
        }
        first.position(FrameEncoder.writeMaskedHeaderBefore(first.array(), payload, last, rsv, opcode, length, key));
    }

    /**
     * Writes only the header of a frame whose payload the caller sends from where it is. For an end that does not mask,
     * which would change the application's bytes.
     *
     * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}, the same for every frame of a message
     * @param last whether this frame ends the message
     * @param payloadLength in bytes, 0 or more
     * @return the length of the header in bytes, at most {@link FrameEncoder#MAX_HEADER}
     * @throws IllegalStateException when this end masks, a Close frame has been framed, or a message of the other
     *     kind is in progress
     */
    public int dataHeader(Opcode kind, boolean last, long payloadLength, byte[] destination, int offset) {
        if (masks) {
            throw new IllegalStateException("Who masks has to mask the payload as well.");
        }
        Objects.checkFromIndexSize(offset, FrameEncoder.headerLength(payloadLength, false), destination.length);
        Opcode opcode = nextDataOpcode(kind, last);
        return FrameEncoder.writeHeader(destination, offset, last, NO_EXTENSION_BITS, opcode, payloadLength) - offset;
    }

    /** RFC 6455, 5.4: only the first frame of a message names its kind. */
    private Opcode nextDataOpcode(Opcode kind, boolean last) {
        if (kind != Opcode.TEXT && kind != Opcode.BINARY) {
            throw new IllegalArgumentException("A message is text or binary, not " + kind + ".");
        }
        if (closeFramed) {
            throw new IllegalStateException("No data may follow a Close frame.");
        }
        boolean first = !messageInProgress();
        if (!first && inProgress != kind) {
            throw new IllegalStateException("A message of the other kind is in progress.");
        }
        inProgress = last ? Opcode.CONTINUATION : kind;
        return first ? kind : Opcode.CONTINUATION;
    }

    /**
     * Writes a Ping frame. It may stand between the frames of a message.
     *
     * @param length of the payload, 0 to 125 bytes
     * @return the length of the frame in bytes, at most {@link FrameEncoder#MAX_CONTROL_FRAME}
     */
    public int ping(byte[] payload, int payloadOffset, int length, byte[] destination, int offset) {
        return control(Opcode.PING, payload, payloadOffset, length, destination, offset);
    }

    /**
     * Writes a Pong frame. It may stand between the frames of a message, and behind a Close frame (RFC 6455, 5.5.2).
     *
     * @param length of the payload, 0 to 125 bytes
     * @return the length of the frame in bytes, at most {@link FrameEncoder#MAX_CONTROL_FRAME}
     */
    public int pong(byte[] payload, int payloadOffset, int length, byte[] destination, int offset) {
        return control(Opcode.PONG, payload, payloadOffset, length, destination, offset);
    }

    /**
     * Writes the Close frame, after which no data may follow. A message in progress stays unfinished.
     *
     * @param code a code that is legal on the wire, or 1005 for a Close frame without one
     * @param reason cut as in {@link #closePayload}
     * @return the length of the frame in bytes, at most {@link FrameEncoder#MAX_CONTROL_FRAME}
     * @throws IllegalStateException when a Close frame has been framed already
     */
    public int close(int code, String reason, byte[] destination, int offset) {
        if (closeFramed) {
            throw new IllegalStateException("A connection has one Close frame.");
        }
        byte[] payload = new byte[FrameEncoder.MAX_CONTROL_PAYLOAD];
        int frameLength =
                control(Opcode.CLOSE, payload, 0, closePayload(code, reason, payload, 0), destination, offset);
        closeFramed = true;
        return frameLength;
    }

    private int control(Opcode opcode, byte[] payload, int payloadOffset, int length, byte[] destination, int offset) {
        if (length > FrameEncoder.MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException("The payload of a control frame must not exceed 125 bytes.");
        }
        Objects.checkFromIndexSize(payloadOffset, length, payload.length);
        int frameLength = FrameEncoder.headerLength(length, masks) + length;
        Objects.checkFromIndexSize(offset, frameLength, destination.length);
        if (masks) {
            int key = maskKeys.getAsInt();
            int start =
                    FrameEncoder.writeMaskedHeader(destination, offset, true, NO_EXTENSION_BITS, opcode, length, key);
            System.arraycopy(payload, payloadOffset, destination, start, length);
            Masker.mask(destination, start, length, key);
        } else {
            int start = FrameEncoder.writeHeader(destination, offset, true, NO_EXTENSION_BITS, opcode, length);
            System.arraycopy(payload, payloadOffset, destination, start, length);
        }
        return frameLength;
    }

    /**
     * Writes the payload of a Close frame (RFC 6455, 5.5.1): the code in two bytes and the reason in UTF-8, cut at the
     * end of its last character that fits into 123 bytes. The code 1005 stands for an empty payload.
     *
     * @param code a code that is legal on the wire, or 1005
     * @return the length of the payload in bytes, 0 or 2 to 125
     * @throws IllegalArgumentException when the code must not be sent
     */
    public static int closePayload(int code, String reason, byte[] destination, int offset) {
        if (code == CloseCodes.NO_STATUS) {
            return 0;
        }
        if (!CloseCodes.isLegalOnWire(code)) {
            throw new IllegalArgumentException("The close code " + code + " must not be sent.");
        }
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, MAX_REASON);
        while (length < utf8.length && isContinuation(utf8[length])) {
            length--;
        }
        Objects.checkFromIndexSize(offset, Short.BYTES + length, destination.length);
        destination[offset] = (byte) (code >> Byte.SIZE);
        destination[offset + 1] = (byte) code;
        System.arraycopy(utf8, 0, destination, offset + Short.BYTES, length);
        return Short.BYTES + length;
    }

    private static boolean isContinuation(byte utf8) {
        return (utf8 & 0xC0) == 0x80;
    }
}
