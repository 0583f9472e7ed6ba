package dev.sheetbend.websocket.benchmarks.server.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** A connection of {@link RawJetty}; runs on the thread that Jetty calls with, as endpoints do. */
final class JettyEcho extends AbstractConnection implements Connection.UpgradeTo {
    private final ByteBufferPool pool;
    private final Callback written = new Callback() {
        @Override
        public void succeeded() {
            release();
            fillInterested();
        }

        @Override
        public void failed(Throwable failure) {
            release();
            close();
        }
    };

    /** Held while there is something in it: by the thread that fills it, then by the write, if that has to wait. */
    private RetainableByteBuffer buffer;

    JettyEcho(EndPoint endPoint, Executor executor, ByteBufferPool pool) {
        super(endPoint, executor);
        this.pool = pool;
    }

    @Override
    public void onUpgradeTo(ByteBuffer behindTheHandshake) {
        if (BufferUtil.hasContent(behindTheHandshake)) {
            buffer = pool.acquire(Math.max(behindTheHandshake.remaining(), Buffers.SIZE), true);
            BufferUtil.append(buffer.getByteBuffer(), behindTheHandshake);
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        if (buffer == null) {
            fillInterested();
        } else {
            getEndPoint().write(written, buffer.getByteBuffer());
        }
    }

    @Override
    public void onFillable() {
        buffer = pool.acquire(Buffers.SIZE, true);
        ByteBuffer bytes = buffer.getByteBuffer();
        boolean ended;
        try {
            ended = getEndPoint().fill(bytes) < 0;
            if (!ended && BufferUtil.hasContent(bytes) && !getEndPoint().flush(bytes)) {
                getEndPoint().write(written, bytes);
                return;
            }
        } catch (IOException e) {
            // The peer has reset it.
            ended = true;
        }
        release();
        if (ended) {
            close();
        } else {
            fillInterested();
        }
    }

    private void release() {
        buffer.release();
        buffer = null;
    }
}
