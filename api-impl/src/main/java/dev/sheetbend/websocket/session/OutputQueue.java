package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.connection.EncodedFrame;
import dev.sheetbend.websocket.connection.WriteHalf;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Utf8Encoder;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/**
 * Frames that wait for the transport, as bytes: small ones gathered in pooled segments, large payloads where the
 * application has them. Whole frames only, so that every end of the queue is a frame boundary. Holds no buffer when it
 * is empty. Not thread safe: guarded by the lock of its {@link SendQueue}.
 */
final class OutputQueue {
    /** The most buffers that one write to the transport takes. */
    static final int BATCH_BUFFERS = 16;

    /** A gathering segment's size in bytes. */
    static final int SEGMENT_SIZE = 16 * 1024;

    /** The size in bytes of the first one where many sessions gather a little each. */
    private static final int SMALL_SEGMENT = 1024;

    /** From this payload size on, in bytes, sending in place is cheaper than a copy. */
    private static final int IN_PLACE_FROM = 8 * 1024;

    /** The most bytes of one large payload in one write, so that progress shows. */
    private static final int SLICE_SIZE = 64 * 1024;

    private static final int BATCH_BYTES = 128 * 1024;

    private final WriteHalf writeHalf;
    private final boolean masks;
    private final BufferPool pool;
    private final SegmentQueue ready = new SegmentQueue();
    /** What the transport has, linked, or null. */
    private Segment taken;

    private Segment tail;
    private Segment urgent;
    /** To be used again, or null: most connections have one segment at a time. */
    private Segment spare;

    private boolean takenUpToFrameEnd = true;
    private boolean little;
    private long appended;
    private long written;
    private long repliesPending;

    OutputQueue(boolean masks, IntSupplier maskKeys, BufferPool pool) {
        this.writeHalf = new WriteHalf(masks, maskKeys);
        this.masks = masks;
        this.pool = pool;
    }

    /** The position behind the last byte that was appended, counted from the beginning of the connection. */
    long appended() {
        return appended;
    }

    /** The position up to which the transport has taken everything. */
    long written() {
        return written;
    }

    /** The bytes that were appended and that the transport has not taken. */
    long pending() {
        return appended - written;
    }

    /** The payload bytes of replies that the transport has not taken. */
    long repliesPending() {
        return repliesPending;
    }

    /** Whether nothing waits to be taken. */
    boolean isDrained() {
        return ready.isEmpty() && urgent == null;
    }

    /** Whether what is appended from now on is a little of which more may follow, as for many other sessions. */
    void gatherLittle(boolean expected) {
        little = expected;
    }

    /** Whether {@link #append} would keep the application's own array. */
    boolean keepsInPlace(Outgoing frame) {
        return keepsInPlace(frame.length()) && frame.inPlace() != null;
    }

    /** Whether {@link #appendBytes} would keep an array of so many bytes. */
    boolean keepsInPlace(int length) {
        return length >= IN_PLACE_FROM && !masks;
    }

    /**
     * Appends a whole text message.
     *
     * @param text short, as what is in it is looked at under the lock
     * @param reply as for {@link #append}
     */
    void appendText(String text, boolean reply) {
        int chars = text.length();
        int payload;
        int length;
        ByteBuffer buffer;
        if (Utf8Encoder.isAscii(text)) {
            buffer = room(FrameEncoder.MAX_HEADER + chars);
            payload = buffer.limit() + FrameEncoder.headerLength(chars, masks);
            length = chars;
            Utf8Encoder.encodeAscii(text, buffer.array(), payload);
        } else {
            int most = chars * Utf8Encoder.MOST_PER_CHAR;
            buffer = room(FrameEncoder.MAX_HEADER + most);
            payload = buffer.limit() + headerLength(text, most);
            length = encode(text, buffer.array(), payload);
        }
        frameCopy(Opcode.TEXT, true, buffer, payload, length);
        if (reply) {
            countReply(length);
        }
    }

    private int encode(String text, byte[] target, int offset) {
        int chars = text.length();
        char[] scratch = pool.chars().acquire(chars);
        text.getChars(0, chars, scratch, 0);
        int end = Utf8Encoder.encode(scratch, chars, target, offset);
        pool.chars().release(scratch);
        return end - offset;
    }

    /** Most texts have a header of one length whatever they are encoded to. */
    private int headerLength(String text, int most) {
        int header = FrameEncoder.headerLength(most, masks);
        return FrameEncoder.headerLength(text.length(), masks) == header
                ? header
                : FrameEncoder.headerLength(Utf8Encoder.length(text), masks);
    }

    /**
     * Appends a whole message.
     *
     * @param reply as for {@link #append}
     */
    void appendBytes(Opcode kind, byte[] array, int offset, int length, boolean reply) {
        if (keepsInPlace(length)) {
            appendInPlace(kind, true, ByteBuffer.wrap(array, offset, length));
        } else {
            ByteBuffer buffer = room(FrameEncoder.MAX_HEADER + length);
            int payload = buffer.limit() + FrameEncoder.headerLength(length, masks);
            System.arraycopy(array, offset, buffer.array(), payload, length);
            frameCopy(kind, true, buffer, payload, length);
        }
        if (reply) {
            countReply(length);
        }
    }

    /**
     * @param reply whether it answers what has been read, see {@link #repliesPending}
     */
    void append(Outgoing frame, boolean reply) {
        if (frame.isControl()) {
            appendControl(frame);
        } else if (keepsInPlace(frame)) {
            appendInPlace(frame.opcode(), frame.last(), frame.inPlace());
        } else {
            appendCopy(frame);
        }
        if (reply) {
            countReply(frame.length());
        }
    }

    private void countReply(int length) {
        ready.getLast().replies += length;
        repliesPending += length;
    }

    /**
     * Appends what extensions have made of a frame, and releases it.
     *
     * @param kind of the message
     * @param reply as for {@link #append}
     */
    void appendEncoded(Opcode kind, EncodedFrame frame, boolean reply) {
        int length = frame.length();
        if (length < IN_PLACE_FROM) {
            ByteBuffer buffer = room(FrameEncoder.MAX_HEADER + length);
            int payload = buffer.limit() + FrameEncoder.headerLength(length, masks);
            frame.copyTo(buffer.array(), payload);
            int start = writeHalf.frameInPlace(kind, frame.last(), frame.rsv(), buffer.array(), payload, length);
            grow(buffer, payload + length - start);
            frame.release();
        } else {
            appendPieces(kind, frame);
        }
        if (reply) {
            countReply(length);
        }
    }

    /**
     * Appends whole messages as they are: where they stand when nothing else waits or is to follow, so that no segment is
     * needed.
     *
     * @param frames complete, without masks; nobody changes them any more
     * @param reply as for {@link #append}
     */
    void appendShared(byte[] frames, boolean reply) {
        int length = frames.length;
        if (length < IN_PLACE_FROM && (little || !ready.isEmpty())) {
            ByteBuffer buffer = room(length);
            System.arraycopy(frames, 0, buffer.array(), buffer.limit(), length);
            grow(buffer, length);
        } else {
            tail = null;
            ready.addLast(unused().set(ByteBuffer.wrap(frames), false, true));
            appended += length;
        }
        if (reply) {
            countReply(length);
        }
    }

    private void appendPieces(Opcode kind, EncodedFrame frame) {
        writeHalf.frameInPieces(kind, frame.last(), frame.rsv(), frame.pieces());
        tail = null;
        for (ByteBuffer piece : frame.handOver()) {
            ready.addLast(new Segment().set(piece, true, false));
            appended += piece.remaining();
        }
        ready.getLast().endsFrame = true;
    }

    private void appendControl(Outgoing frame) {
        byte[] payload = new byte[frame.length()];
        frame.copyTo(payload, 0);
        ByteBuffer buffer = room(FrameEncoder.MAX_CONTROL_FRAME);
        int size = frame.opcode() == Opcode.PING
                ? writeHalf.ping(payload, 0, payload.length, buffer.array(), buffer.limit())
                : writeHalf.pong(payload, 0, payload.length, buffer.array(), buffer.limit());
        grow(buffer, size);
    }

    void appendPong(byte[] payload, int offset, int length) {
        ByteBuffer buffer = room(FrameEncoder.MAX_CONTROL_FRAME);
        grow(buffer, writeHalf.pong(payload, offset, length, buffer.array(), buffer.limit()));
    }

    /** The last frame; see {@link WriteHalf#close}. */
    void appendClose(int code, String reason) {
        ByteBuffer buffer = room(FrameEncoder.MAX_CONTROL_FRAME);
        grow(buffer, writeHalf.close(code, reason, buffer.array(), buffer.limit()));
    }

    /** Puts a Pong in front, at the next frame boundary; it replaces one that still waits there. */
    void putUrgentPong(byte[] payload, int offset, int length) {
        if (urgent == null) {
            urgent = new Segment().set(pool.acquire(FrameEncoder.MAX_CONTROL_FRAME), true, true);
        }
        ByteBuffer buffer = urgent.buffer;
        buffer.position(0).limit(writeHalf.pong(payload, offset, length, buffer.array(), 0));
    }

    private void appendInPlace(Opcode kind, boolean last, ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer buffer = room(FrameEncoder.MAX_HEADER);
        grow(buffer, writeHalf.dataHeader(kind, last, length, buffer.array(), buffer.limit()));
        tail.endsFrame = false;
        tail = null;
        ready.addLast(unused().set(payload, false, true));
        appended += length;
    }

    private void appendCopy(Outgoing frame) {
        int length = frame.length();
        ByteBuffer buffer = room(FrameEncoder.MAX_HEADER + length);
        int payload = buffer.limit() + FrameEncoder.headerLength(length, masks);
        frame.copyTo(buffer.array(), payload);
        frameCopy(frame.opcode(), frame.last(), buffer, payload, length);
    }

    private void frameCopy(Opcode kind, boolean last, ByteBuffer buffer, int payload, int length) {
        int start = writeHalf.frameInPlace(kind, last, 0, buffer.array(), payload, length);
        grow(buffer, payload + length - start);
    }

    /** The buffer of a last segment with room for so many bytes behind its limit. */
    private ByteBuffer room(int size) {
        if (tail == null || tail.buffer.capacity() - tail.buffer.limit() < size) {
            ByteBuffer buffer = pool.acquire(Math.max(size, segmentSize()));
            tail = unused();
            ready.addLast(tail.set(buffer.limit(0), true, true));
        }
        return tail.buffer;
    }

    private int segmentSize() {
        if (!little) {
            return SEGMENT_SIZE;
        }
        return tail == null ? SMALL_SEGMENT : Math.min(2 * tail.buffer.capacity(), SEGMENT_SIZE);
    }

    private Segment unused() {
        Segment segment = spare != null ? spare : new Segment();
        spare = null;
        return segment;
    }

    private void grow(ByteBuffer buffer, int size) {
        buffer.limit(buffer.limit() + size);
        appended += size;
    }

    /** How many buffers a batch should have room for: as a rule one, so that idle connections keep no more. */
    int batchLength() {
        boolean one = urgent == null && !ready.hasSeveral() && pending() <= SLICE_SIZE;
        return one ? 1 : BATCH_BUFFERS;
    }

    /**
     * Moves the next bytes into a batch for the transport, until {@link #releaseTaken}.
     *
     * @param batch at least as long as {@link #batchLength} says, at most {@link #BATCH_BUFFERS}
     * @return how many buffers it holds now; 0 when nothing waits
     */
    int take(ByteBuffer[] batch) {
        int count = 0;
        long bytes = 0;
        while (count < batch.length && bytes < BATCH_BYTES) {
            if (urgent != null && takenUpToFrameEnd) {
                batch[count++] = urgent.buffer;
                addTaken(urgent);
                urgent = null;
                continue;
            }
            if (ready.isEmpty()) {
                break;
            }
            Segment next = nextSlice();
            next.counted = next.buffer.remaining();
            bytes += next.counted;
            batch[count++] = next.buffer;
            addTaken(next);
            takenUpToFrameEnd = next.endsFrame;
        }
        return count;
    }

    private void addTaken(Segment segment) {
        segment.next = taken;
        taken = segment;
    }

    private Segment nextSlice() {
        Segment first = ready.getFirst();
        if (first.buffer.remaining() > SLICE_SIZE && !first.pooled) {
            ByteBuffer slice = first.buffer.duplicate();
            slice.limit(slice.position() + SLICE_SIZE);
            first.buffer.position(slice.limit());
            Segment part = new Segment().set(slice, false, false);
            part.replies = Math.min(first.replies, SLICE_SIZE);
            first.replies -= part.replies;
            return part;
        }
        ready.removeFirst();
        if (first == tail) {
            tail = null;
        }
        return first;
    }

    /**
     * Gives back what {@link #take} lent to the transport.
     *
     * @param isWritten whether the transport has taken it
     */
    void releaseTaken(boolean isWritten) {
        while (taken != null) {
            Segment segment = taken;
            taken = segment.next;
            segment.next = null;
            if (isWritten) {
                written += segment.counted;
            }
            repliesPending -= segment.replies;
            release(segment);
            spare = segment.forget();
        }
    }

    /** Throws away what the transport has not taken. */
    void clear() {
        while (!ready.isEmpty()) {
            release(ready.removeFirst());
        }
        tail = null;
        if (urgent != null) {
            release(urgent);
            urgent = null;
        }
    }

    private void release(Segment segment) {
        if (segment.pooled) {
            pool.release(segment.buffer);
        }
    }
}
