package dev.sheetbend.websocket.benchmarks.server.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** A connection of {@link RawUndertow}, on its I/O thread. */
final class UndertowEcho {
    private static final Buffers BUFFERS = new Buffers();

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final ByteEcho echo;

    UndertowEcho(StreamConnection connection) {
        this.connection = connection;
        source = connection.getSourceChannel();
        sink = connection.getSinkChannel();
        echo = new ByteEcho(source, sink);
    }

    /** Waits for the first bytes, which may be there already. */
    void start() {
        source.setReadListener(channel -> readable());
        sink.setWriteListener(channel -> writable());
        source.resumeReads();
    }

    private void readable() {
        ByteBuffer buffer = BUFFERS.acquire();
        try {
            await(echo.readable(buffer));
        } catch (IOException e) {
            // The peer has reset it.
            IoUtils.safeClose(connection);
        } finally {
            BUFFERS.release(buffer);
        }
    }

    private void writable() {
        try {
            await(echo.writable());
        } catch (IOException e) {
            IoUtils.safeClose(connection);
        }
    }

    private void await(ByteEcho.Next next) {
        switch (next) {
            case READABLE -> {
                if (!source.isReadResumed()) {
                    sink.suspendWrites();
                    source.resumeReads();
                }
            }
            case WRITABLE -> {
                source.suspendReads();
                sink.resumeWrites();
            }
            case END -> IoUtils.safeClose(connection);
        }
    }
}
