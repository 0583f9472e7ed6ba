package dev.sheetbend.websocket.cdi;

import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** A session's connection over a blocking socket, with a thread that reads until the end. */
final class SocketTransport implements Transport {
    private static final int READ_SIZE = 16 * 1024;

    private final Socket socket;
    private final Executor executor;

    SocketTransport(Socket socket, Executor executor) {
        this.socket = socket;
        this.executor = executor;
    }

    @Override
    public void start(Receiver receiver) {
        executor.execute(() -> deliver(receiver));
    }

    private void deliver(Receiver receiver) {
        receiver.opened();
        IOException cause = null;
        try {
            byte[] buffer = new byte[READ_SIZE];
            int count = socket.getInputStream().read(buffer);
            while (count > 0) {
                receiver.received(buffer, 0, count);
                count = socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            cause = e;
        }
        closeSocket(false);
        receiver.ended(cause);
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, WriteListener listener) {
        try {
            for (int i = 0; i < count; i++) {
                ByteBuffer buffer = buffers[i];
                int start = buffer.arrayOffset() + buffer.position();
                socket.getOutputStream().write(buffer.array(), start, buffer.remaining());
            }
        } catch (IOException e) {
            listener.writeFailed(e);
            return;
        }
        listener.writeCompleted();
    }

    @Override
    public void suspend() {
        // Tests send little.
    }

    @Override
    public void resume() {
        // Never suspended.
    }

    @Override
    public void close() {
        closeSocket(false);
    }

    @Override
    public void abort() {
        closeSocket(true);
    }

    private void closeSocket(boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
