package dev.sheetbend.websocket.deflate;

import java.util.zip.Inflater;

/**
 * An inflater for raw DEFLATE, and the window of the message that it works on. Holds native memory until {@link #end}.
 * Not thread safe; {@link InflaterPool} passes it from one thread to another.
 */
final class Decompressor {
    private final Inflater inflater = new Inflater(true);
    private final Window window = new Window(1 << Compressor.LARGEST_WINDOW_BITS);

    Inflater inflater() {
        return inflater;
    }

    /** Memory for the window of one message, for a connection that keeps none of its own. */
    Window window() {
        return window;
    }

    /** As good as new. */
    void reset() {
        inflater.reset();
        window.clear();
    }

    /** Frees the native memory. */
    void end() {
        inflater.end();
    }
}
