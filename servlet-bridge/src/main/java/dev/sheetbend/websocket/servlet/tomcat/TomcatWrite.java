package dev.sheetbend.websocket.servlet.tomcat;

import dev.sheetbend.websocket.session.Transport.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.Arrays;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;

/**
 * One write in flight, or what the socket has not taken of it at once: goes out in pieces, on its caller's thread as long
 * as the socket takes them, then on Tomcat's. It reads its buffers through views, so that a piece which an abort has
 * overtaken changes nothing in them.
 */
final class TomcatWrite implements CompletionHandler<Long, Void> {
    /** The most bytes that are given to the socket at once: the JDK copies all of them before it knows what fits. */
    static final int PIECE = 64 * 1024;

    private final TomcatTransport transport;
    private final TomcatSocket socket;
    private final ByteBuffer[] buffers;
    private final int count;
    private final WriteListener listener;

    // Where the next piece begins; owned by the thread that advances.
    private int index;
    private int offset;

    TomcatWrite(
            TomcatTransport transport, TomcatSocket socket, ByteBuffer[] buffers, int count, WriteListener listener) {
        this.transport = transport;
        this.socket = socket;
        this.buffers = buffers;
        this.count = count;
        this.listener = listener;
    }

    /** Writes until all has left, or until the socket is full and Tomcat goes on. Never blocks. */
    void advance() {
        try {
            while (transport.isPending(this)) {
                ByteBuffer[] piece = nextPiece();
                if (piece.length == 0) {
                    transport.completed(this);
                    return;
                }
                if (socket.writeNow(piece, piece.length, PIECE)) {
                    continue;
                }
                if (socket.write(piece, this) != CompletionState.INLINE) {
                    if (socket.isClosed()) {
                        // A poller that has stopped will not call back.
                        transport.lost(new IOException("Tomcat closed the connection"));
                    }
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            broken(e);
        }
    }

    @Override
    public void completed(Long bytes, Void attachment) {
        socket.endWrite();
        advance();
    }

    @Override
    public void failed(Throwable cause, Void attachment) {
        socket.endWrite();
        broken(cause);
    }

    private void broken(Throwable cause) {
        transport.failed(this, cause instanceof IOException io ? io : new IOException("The connection failed", cause));
    }

    void tellCompleted() {
        for (int i = 0; i < count; i++) {
            buffers[i].position(buffers[i].limit());
        }
        listener.writeCompleted();
    }

    void tellFailed(IOException cause) {
        listener.writeFailed(cause);
    }

    private ByteBuffer[] nextPiece() {
        ByteBuffer[] piece = new ByteBuffer[count - index];
        int parts = 0;
        int room = PIECE;
        while (index < count && room > 0) {
            ByteBuffer whole = buffers[index];
            int length = Math.min(whole.remaining() - offset, room);
            if (length > 0) {
                piece[parts++] = whole.slice(whole.position() + offset, length);
                offset += length;
                room -= length;
            }
            if (offset == whole.remaining()) {
                index++;
                offset = 0;
            }
        }
        return parts == piece.length ? piece : Arrays.copyOf(piece, parts);
    }
}
