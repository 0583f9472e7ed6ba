package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.buffer.BufferPool;
import dev.sheetbend.websocket.frame.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame as it came out of the extensions: its payload in pooled buffers, the first of which has room for a header in
 * front. Who has it gives the buffers back. Not thread safe.
 */
public final class EncodedFrame {
    private static final int LARGEST_PIECE = 64 * 1024;

    private final BufferPool pool;
    private final boolean last;
    private final int rsv;
    private final List<ByteBuffer> pieces = new ArrayList<>(1);
    private int length;

    EncodedFrame(BufferPool pool, boolean last, int rsv) {
        this.pool = pool;
        this.last = last;
        this.rsv = rsv;
    }

    void append(byte[] array, int offset, int count) {
        int position = offset;
        int end = offset + count;
        while (position < end || pieces.isEmpty()) {
            ByteBuffer piece = pieceWithRoom(end - position);
            int taken = Math.min(end - position, piece.capacity() - piece.limit());
            int filled = piece.limit();
            piece.limit(filled + taken);
            piece.put(filled, array, position, taken);
            position += taken;
        }
        length += count;
    }

    private ByteBuffer pieceWithRoom(int wanted) {
        if (pieces.isEmpty()) {
            ByteBuffer piece = pool.acquire(Math.min(FrameEncoder.MAX_HEADER + wanted, LARGEST_PIECE));
            pieces.add(piece.position(FrameEncoder.MAX_HEADER).limit(FrameEncoder.MAX_HEADER));
            return piece;
        }
        ByteBuffer piece = pieces.get(pieces.size() - 1);
        if (piece.limit() == piece.capacity()) {
            // As much again as there is: few pieces for a large message, little waste for a small one.
            piece = pool.acquire(Math.min(Math.max(wanted, length), LARGEST_PIECE));
            pieces.add(piece.limit(0));
        }
        return piece;
    }

    /** Whether it ends its message. */
    public boolean last() {
        return last;
    }

    /** The reserved bits, a combination of the {@code RSV} constants of {@link dev.sheetbend.websocket.frame.FrameHeader}. */
    public int rsv() {
        return rsv;
    }

    /** Of the payload, in bytes. */
    public int length() {
        return length;
    }

    /** Heap buffers whose positions and limits enclose the payload, one behind another; at least one. */
    public List<ByteBuffer> pieces() {
        return pieces;
    }

    /** Copies the payload, {@link #length} bytes. */
    public void copyTo(byte[] target, int offset) {
        int position = offset;
        for (ByteBuffer piece : pieces) {
            piece.get(piece.position(), target, position, piece.remaining());
            position += piece.remaining();
        }
    }

    /** The {@link #pieces}, for who gives them back to the pool instead of this. */
    public List<ByteBuffer> handOver() {
        List<ByteBuffer> handed = List.copyOf(pieces);
        pieces.clear();
        return handed;
    }

    /** Gives the buffers back to the pool. Any number of times. */
    public void release() {
        pieces.forEach(pool::release);
        pieces.clear();
    }
}
