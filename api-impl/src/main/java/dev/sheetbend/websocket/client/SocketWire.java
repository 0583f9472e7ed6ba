package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.buffer.BufferPool;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;

/** A connected socket, TCP or of the UNIX domain, in non-blocking mode. */
final class SocketWire implements Wire {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** The most bytes of one system call: the JDK copies them to native memory first, and keeps as much of that. */
    private static final int PIECE = 128 * 1024;

    private final SocketChannel channel;

    SocketWire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int readSize() {
        return BufferPool.READ_SIZE;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public Progress write(ByteBuffer[] buffers, int from, int count) throws IOException {
        int index = from;
        int end = from + count;
        while (index < end) {
            if (!buffers[index].hasRemaining()) {
                index++;
            } else if (writePiece(buffers, index, end) == 0) {
                return Progress.FULL;
            }
        }
        return Progress.DONE;
    }

    private long writePiece(ByteBuffer[] buffers, int index, int end) throws IOException {
        ByteBuffer first = buffers[index];
        if (first.remaining() > PIECE) {
            int limit = first.limit();
            first.limit(first.position() + PIECE);
            try {
                return channel.write(first);
            } finally {
                first.limit(limit);
            }
        }
        int last = index;
        int sum = 0;
        while (last < end && buffers[last].remaining() <= PIECE - sum) {
            sum += buffers[last].remaining();
            last++;
        }
        return channel.write(buffers, index, last - index);
    }

    @Override
    public boolean wantsOutput() {
        return false;
    }

    @Override
    public void whenWritesWait(Executor tasks, Runnable goOn) {
        // They wait for the socket only.
    }

    @Override
    public Progress endOutput() throws IOException {
        channel.shutdownOutput();
        return Progress.DONE;
    }

    @Override
    public void breakOff() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            // The peer will see an ordinary end instead of a reset.
            LOG.log(Level.DEBUG, "A client connection cannot be reset", e);
        }
    }

    @Override
    public void releaseInput() {
        // It holds nothing.
    }

    @Override
    public void releaseOutput() {
        // It holds nothing.
    }
}
