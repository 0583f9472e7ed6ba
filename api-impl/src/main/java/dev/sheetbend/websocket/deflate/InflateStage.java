package dev.sheetbend.websocket.deflate;

import dev.sheetbend.websocket.spi.BufferSource;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import dev.sheetbend.websocket.spi.FrameStage;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses what one connection receives (RFC 7692, 7.2.2), one small buffer at a time, so that whoever limits a
 * message sees it grow. Between messages it has no native memory: with context takeover it keeps the window itself, and
 * each message begins with that for a dictionary. Belongs to the read side; not thread safe.
 */
final class InflateStage implements FrameStage {
    /** How many bytes are decompressed before they are passed on. */
    static final int BUFFER_SIZE = 4 * 1024;

    /**
     * What the sender has left out at the end of a message; and behind it an empty final block, which shows whether the
     * message has ended where a block does: only then the stream ends here, and nothing comes out of it.
     */
    private static final byte[] END = {0, 0, -1, -1, 1, 0, 0, -1, -1};

    private static final byte[] NOTHING = {};

    /** How many final blocks a frame may have that are small: each costs as much as a large one. */
    private static final int FREE_STREAMS = 64;

    private static final int OUTPUT_PER_STREAM = 1024;

    private final FrameStage next;
    private final BufferSource buffers;
    private final InflaterPool pool;
    private final boolean contextTakeover;
    /** What the next message may refer to; stays empty without context takeover. */
    private final Window context;

    /** Whether the message is compressed. */
    private boolean compressed;

    private boolean lastFrame;
    /** Null until the first byte of a compressed message, and from its end. */
    private Decompressor decompressor;
    /** Whether nothing has been read since the last final block, or since the message began. */
    private boolean betweenStreams;
    /** Final blocks of this frame. */
    private int streams;
    /** Bytes that this frame has become so far. */
    private long output;

    // During a call.
    private byte[] out;
    private int position;

    private boolean closed;

    /**
     * Counts as one of the pool's until it is closed.
     *
     * @param contextTakeover whether a message may refer to those before it
     * @param windowBits how far it may do so, 8 to 15
     */
    InflateStage(FrameStage next, BufferSource buffers, InflaterPool pool, boolean contextTakeover, int windowBits) {
        this.next = next;
        this.buffers = buffers;
        this.pool = pool;
        this.contextTakeover = contextTakeover;
        this.context = new Window(contextTakeover ? 1 << windowBits : 0);
        pool.join();
    }

    @Override
    public void frame(DataFrame frame) {
        if (frame.first()) {
            compressed = frame.has(DataFrame.RSV1);
            betweenStreams = true;
        }
        if (compressed) {
            frame.clearBits(DataFrame.RSV1);
            frame.forgetLength();
            lastFrame = frame.last();
            streams = 0;
            output = 0;
        }
        next.frame(frame);
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        if (!compressed) {
            next.payload(array, offset, length, endOfFrame);
            return;
        }
        ByteBuffer buffer = buffers.acquire(BUFFER_SIZE);
        boolean complete = false;
        try {
            out = buffer.array();
            position = 0;
            inflateFrame(array, offset, length, endOfFrame);
            complete = true;
        } catch (DataFormatException e) {
            throw ExtensionFailure.invalidData("A compressed message must be valid DEFLATE data.");
        } finally {
            out = null;
            buffers.release(buffer);
            if (!complete) {
                discard();
            }
        }
    }

    @Override
    public void close() {
        discard();
        if (!closed) {
            closed = true;
            pool.leave();
        }
    }

    private void inflateFrame(byte[] array, int offset, int length, boolean endOfFrame) throws DataFormatException {
        if (length > 0) {
            if (decompressor == null) {
                decompressor = pool.lend();
                context.prime(decompressor.inflater());
            }
            inflate(array, offset, length);
        }
        if (endOfFrame && lastFrame) {
            endMessage();
        }
        if (endOfFrame || position > 0) {
            next.payload(out, 0, position, endOfFrame);
        }
    }

    private void inflate(byte[] array, int offset, int length) throws DataFormatException {
        Inflater inflater = decompressor.inflater();
        inflater.setInput(array, offset, length);
        betweenStreams = false;
        boolean more = true;
        while (more) {
            if (position == out.length) {
                next.payload(out, 0, position, false);
                position = 0;
            }
            int count = inflater.inflate(out, position, out.length - position);
            window().add(out, position, count);
            position += count;
            output += count;
            if (inflater.finished()) {
                more = nextStream(array, offset + length);
            } else {
                // With room left, all input has been used.
                more = position == out.length;
            }
        }
        // The array is its owner's again, and a message may wait for its next frame for long.
        inflater.setInput(NOTHING);
    }

    /**
     * A block was the final one. The next one begins at the next byte, and may refer to what was before (RFC 7692,
     * 7.2.1).
     *
     * @param end where the input ends
     * @return whether there is more input
     */
    private boolean nextStream(byte[] array, int end) {
        Inflater inflater = decompressor.inflater();
        streams++;
        if (streams > FREE_STREAMS + output / OUTPUT_PER_STREAM) {
            throw ExtensionFailure.invalidData("A compressed message must not have many small final blocks.");
        }
        int remaining = inflater.getRemaining();
        inflater.reset();
        window().prime(inflater);
        inflater.setInput(array, end - remaining, remaining);
        betweenStreams = remaining == 0;
        return remaining > 0;
    }

    private void endMessage() {
        if (!betweenStreams && !endsHere()) {
            throw ExtensionFailure.invalidData("A compressed message must end as RFC 7692, 7.2.1 says.");
        }
        if (decompressor != null) {
            pool.giveBack(decompressor);
            decompressor = null;
        }
    }

    private boolean endsHere() {
        Inflater inflater = decompressor.inflater();
        inflater.setInput(END);
        try {
            int count = inflater.inflate(out, position, out.length - position);
            return count == 0 && inflater.finished() && inflater.getRemaining() == 0;
        } catch (DataFormatException e) {
            return false;
        }
    }

    private Window window() {
        return contextTakeover ? context : decompressor.window();
    }

    private void discard() {
        if (decompressor != null) {
            pool.discard(decompressor);
            decompressor = null;
        }
    }
}
