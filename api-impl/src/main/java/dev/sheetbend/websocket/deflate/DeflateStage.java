package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import dev.sheetbend.websocket.spi.OutboundStage;
import java.nio.ByteBuffer;

/**
 * Compresses what one connection sends (RFC 7692, 7.2.1). Each frame is flushed, so it can be read when it has arrived,
 * and the compressor is free for other connections between frames. Belongs to the write side; not thread safe.
 */
final class DeflateStage implements OutboundStage {
    /** How many compressed bytes are collected before they are passed on. */
    static final int BUFFER_SIZE = 4 * 1024;

    private static final byte[] NOTHING = {};
    /** The beginning of an empty block without compression; its other four bytes are the ones that are left out. */
    private static final byte[] EMPTY_BLOCK = {0};

    private final FrameStage next;
    private final BufferSource buffers;
    private final DeflaterPool pool;
    private final DeflaterPool.Lease lease;
    private final boolean contextTakeover;
    private final int minSize;
    private final SliceWriter out;

    private boolean lastFrame;
    /** Whether the frame has had no byte of payload so far. */
    private boolean frameEmpty;
    /** What the frame is compressed with; null when it needs nothing, and between frames. */
    private Compressor compressor;

    private boolean closed;

    /**
     * Counts as one of the pool's until it is closed.
     *
     * @param contextTakeover whether a message may refer to those before it
     * @param minSize the smallest payload that is compressed unless the application says so, in bytes
     */
    DeflateStage(
            FrameStage next,
            BufferSource buffers,
            DeflaterPool pool,
            DeflaterPool.Lease lease,
            boolean contextTakeover,
            int minSize) {
        this.next = next;
        this.buffers = buffers;
        this.pool = pool;
        this.lease = lease;
        this.contextTakeover = contextTakeover;
        this.minSize = minSize;
        this.out = new SliceWriter(next);
        pool.join();
    }

    @Override
    public boolean takes(boolean text, boolean whole, int length, Treatment treatment) {
        return switch (treatment) {
            case COMPRESS -> true;
            case PLAIN -> false;
            case DEFAULT -> length >= minSize || !whole;
        };
    }

    @Override
    public void frame(DataFrame frame) {
        lastFrame = frame.last();
        frameEmpty = true;
        if (frame.first()) {
            frame.setBits(DataFrame.RSV1);
        }
        frame.forgetLength();
        next.frame(frame);
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        if (length > 0 || endOfFrame && !frameEmpty) {
            frameEmpty = false;
            deflate(array, offset, length, endOfFrame);
        } else if (endOfFrame) {
            byte[] empty = lastFrame ? EMPTY_BLOCK : NOTHING;
            next.payload(empty, 0, empty.length, true);
        }
        if (endOfFrame) {
            rest();
        }
    }

    @Override
    public void close() {
        forget();
        if (!closed) {
            closed = true;
            pool.leave();
        }
    }

    private void deflate(byte[] array, int offset, int length, boolean endOfFrame) {
        if (compressor == null) {
            compressor = pool.enter(lease);
        }
        ByteBuffer buffer = buffers.acquire(BUFFER_SIZE);
        boolean complete = false;
        try {
            out.begin(buffer.array(), lastFrame && endOfFrame);
            compressor.compress(array, offset, length, endOfFrame, out);
            lease.remember(array, offset, length);
            if (endOfFrame) {
                out.endFrame();
            } else {
                out.endSlice();
            }
            complete = true;
        } finally {
            out.end();
            buffers.release(buffer);
            compressor.release();
            if (!complete) {
                forget();
            }
        }
    }

    /** What comes next, if anything does, begins anew. */
    private void forget() {
        compressor = null;
        pool.giveBack(lease);
        lease.forget();
    }

    /** The frame is complete. Without context takeover, what a message has left behind ends with it. */
    private void rest() {
        if (lastFrame && !contextTakeover) {
            pool.giveBack(lease);
        } else if (compressor != null) {
            pool.park(lease);
        }
        compressor = null;
    }
}
