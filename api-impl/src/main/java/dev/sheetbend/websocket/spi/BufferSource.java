package dev.sheetbend.websocket.spi;

import java.nio.ByteBuffer;

/** Lends memory that many connections share. Thread safe. */
public interface BufferSource {
    /**
     * A cleared heap buffer with array offset 0. Its content means nothing.
     *
     * @param atLeast its least capacity in bytes, 0 or more
     */
    ByteBuffer acquire(int atLeast);

    /** Takes back a buffer that {@link #acquire} gave; the caller must not touch it again. */
    void release(ByteBuffer buffer);
}
