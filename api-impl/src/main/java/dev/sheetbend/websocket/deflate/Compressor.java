package dev.sheetbend.websocket.deflate;

import java.util.zip.Deflater;

/**
 * A raw DEFLATE stream (RFC 1951) which never refers further back than a window of its own, although the JDK's {@link
 * Deflater} always has one of 32 KiB: when the window is full, the stream starts anew with the last part of the window
 * for a dictionary. A new start is possible wherever the stream has been flushed, because a decompressor does not notice
 * it.
 *
 * <p>Holds native memory until {@link #end}. Not thread safe; {@link DeflaterPool} passes it from one thread to another.
 */
final class Compressor {
    /** The window that needs no care: the JDK's own. */
    static final int LARGEST_WINDOW_BITS = 15;
    /** How much input one native call gets in bytes, since garbage collection may have to wait for it. */
    private static final int PIECE = 32 * 1024;

    private static final byte[] NOTHING = {};

    private final int level;
    private final Deflater deflater;
    private boolean fresh = true;

    /** How far back a reference may reach. */
    private int windowSize = Integer.MAX_VALUE;
    /** What a new start keeps of the window. */
    private Window kept = new Window(0);
    /** How many bytes there are to refer to. */
    private int reach;
    /** Whether there is input that may not be in the output yet. */
    private boolean unflushed;

    /**
     * @param level 1 to 9
     */
    Compressor(int level) {
        this.level = level;
        this.deflater = new Deflater(level, true);
    }

    int level() {
        return level;
    }

    /**
     * How many bytes are worth having for a new start. Of a window that needs care it is half: the more is there, the
     * sooner the window is full.
     *
     * @param windowBits 8 to 15
     */
    static int startSize(int windowBits) {
        return windowBits < LARGEST_WINDOW_BITS ? 1 << (windowBits - 1) : 1 << windowBits;
    }

    /**
     * Forgets everything that was compressed before, and refers to what another compressor has compressed instead.
     *
     * @param windowBits 8 to 15
     * @param history the last bytes of the same stream, no more than {@link #startSize}; only read, and only now
     */
    void start(int windowBits, Window history) {
        boolean limited = windowBits < LARGEST_WINDOW_BITS;
        windowSize = limited ? 1 << windowBits : Integer.MAX_VALUE;
        int limit = limited ? startSize(windowBits) : 0;
        if (kept.limit() == limit) {
            kept.clear();
        } else {
            kept = new Window(limit);
        }
        history.copyTo(kept);
        restart(history);
    }

    /**
     * Compresses a piece of a frame.
     *
     * @param flush whether it is the last one, so that all that has been given must come out, at a byte boundary, with
     *     00 00 FF FF at the end
     */
    void compress(byte[] array, int offset, int length, boolean flush, SliceWriter out) {
        if (!unflushed && length > windowSize - reach && reach > kept.size()) {
            // It would be necessary soon, and here it costs no flush. With no more than what it keeps, it gains
            // nothing.
            restart(kept);
        }
        int end = offset + length;
        int from = offset;
        while (from < end) {
            if (reach == windowSize) {
                deflate(Deflater.SYNC_FLUSH, out);
                restart(kept);
            }
            int count = Math.min(Math.min(end - from, PIECE), windowSize - reach);
            deflater.setInput(array, from, count);
            fresh = false;
            unflushed = true;
            from += count;
            deflate(from == end && flush ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH, out);
            remember(array, from - count, count);
        }
        if (flush && unflushed) {
            deflate(Deflater.SYNC_FLUSH, out);
        }
    }

    /** Forgets where the input stands, which may be an application's array. */
    void release() {
        deflater.setInput(NOTHING);
    }

    /** Frees the native memory. */
    void end() {
        deflater.end();
    }

    private void remember(byte[] array, int offset, int count) {
        if (windowSize != Integer.MAX_VALUE) {
            kept.add(array, offset, count);
            reach += count;
        }
    }

    private void restart(Window dictionary) {
        if (!fresh) {
            deflater.reset();
            fresh = true;
        }
        if (dictionary.size() > 0) {
            dictionary.prime(deflater);
            fresh = false;
        }
        reach = kept.size();
        unflushed = false;
    }

    private void deflate(int flush, SliceWriter out) {
        int room;
        int count;
        do {
            room = out.room();
            count = deflater.deflate(out.array(), out.position(), room, flush);
            out.advance(count);
        } while (count == room);
        if (flush == Deflater.SYNC_FLUSH) {
            unflushed = false;
        }
    }
}
