package dev.sheetbend.websocket.benchmarks.server.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** The echo of one connection over non-blocking channels: what comes in one read leaves in one write. One thread at a time. */
final class ByteEcho {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ReadableByteChannel input;
    private final WritableByteChannel output;
    /** What the peer would not take yet; nothing is read before it has. */
    private ByteBuffer rest = NOTHING;

    /** What a connection waits for. */
    enum Next {
        READABLE,
        WRITABLE,
        /** Nothing: the peer has ended it. */
        END
    }

    ByteEcho(ReadableByteChannel input, WritableByteChannel output) {
        this.input = input;
        this.output = output;
    }

    /**
     * Reads once, and writes that.
     *
     * @param buffer empty; free again afterwards
     */
    Next readable(ByteBuffer buffer) throws IOException {
        if (input.read(buffer) < 0) {
            return Next.END;
        }
        return write(buffer.flip());
    }

    /** Writes all there is, now or later, behind what is left. */
    Next write(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining() && !rest.hasRemaining()) {
            output.write(bytes);
        }
        if (bytes.hasRemaining()) {
            keep(bytes);
        }
        return rest.hasRemaining() ? Next.WRITABLE : Next.READABLE;
    }

    private void keep(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (!rest.hasRemaining()) {
            rest = ByteBuffer.allocateDirect(length).limit(0);
        } else if (rest.capacity() - rest.limit() < length) {
            // Twice as much as is needed, so that what comes bit by bit is not copied each time.
            rest = ByteBuffer.allocateDirect(2 * (rest.remaining() + length))
                    .put(rest)
                    .flip();
        }
        int end = rest.limit();
        rest.limit(end + length).put(end, bytes, bytes.position(), length);
    }

    /** Writes what is left. */
    Next writable() throws IOException {
        output.write(rest);
        if (rest.hasRemaining()) {
            return Next.WRITABLE;
        }
        rest = NOTHING;
        return Next.READABLE;
    }
}
