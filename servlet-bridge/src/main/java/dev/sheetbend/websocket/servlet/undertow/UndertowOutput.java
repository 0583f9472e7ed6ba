package dev.sheetbend.websocket.servlet.undertow;

import dev.sheetbend.websocket.session.Transport.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The write side of an {@link UndertowTransport}: a write goes to the socket on its caller's thread, as far as the socket
 * takes it, and the rest on the I/O thread; so does the end of the output. Thread safe.
 */
final class UndertowOutput {
    /** The most bytes that are given to the socket at once: the JDK copies all of them before it knows what fits. */
    private static final int PIECE = 128 * 1024;

    /** How long the peer has to end its side when the output has been closed, in milliseconds. */
    private static final long GRACE_MILLIS = 2_000;

    private static final ByteBuffer[] NOTHING = {};

    private final UndertowTransport transport;
    private final UndertowSocket socket;

    // Guarded by the socket's lock.

    /** Of the write in flight, or null. */
    private WriteListener listener;

    private ByteBuffer[] buffers = NOTHING;
    private int index;
    private int count;

    /** The I/O thread goes on when there is room. */
    private boolean waiting;

    private boolean closing;
    private boolean outputEnded;
    private IOException failure;

    /** Written by who ends the output. */
    private volatile Future<?> grace;

    UndertowOutput(UndertowTransport transport, UndertowSocket socket) {
        this.transport = transport;
        this.socket = socket;
    }

    /** As the transport's. */
    void write(ByteBuffer[] given, int howMany, WriteListener target) {
        IOException refusal;
        WriteListener told;
        try {
            synchronized (socket.lock()) {
                refusal = refusal();
                told = refusal == null ? begin(given, howMany, target) : null;
            }
        } catch (IOException e) {
            transport.end(e);
            return;
        }
        if (refusal != null) {
            target.writeFailed(refusal);
        } else {
            tell(told);
        }
    }

    private IOException refusal() {
        if (failure != null) {
            return failure;
        }
        return closing ? new IOException("The connection is closing") : null;
    }

    private WriteListener begin(ByteBuffer[] given, int howMany, WriteListener target) throws IOException {
        if (listener != null) {
            throw new IllegalStateException("The write before has not completed.");
        }
        listener = target;
        buffers = given;
        index = 0;
        count = howMany;
        return step();
    }

    /** There is room; on the I/O thread, which calls again and again until it is told that it need not. */
    void writable() {
        WriteListener told;
        try {
            synchronized (socket.lock()) {
                if (!waiting) {
                    socket.suspendWrites();
                    return;
                }
                told = step();
            }
        } catch (IOException e) {
            transport.end(e);
            return;
        }
        tell(told);
    }

    private void tell(WriteListener told) {
        if (told != null) {
            told.writeCompleted();
            endIfDue();
        }
    }

    /** The output ends behind the write in flight; further ones are refused. */
    void close() {
        synchronized (socket.lock()) {
            closing = true;
        }
        endIfDue();
    }

    private void endIfDue() {
        synchronized (socket.lock()) {
            if (!closing || outputEnded || listener != null || failure != null) {
                return;
            }
            outputEnded = true;
        }
        awaitPeer();
        if (socket.isForIoThread()) {
            socket.onIoThread(this::endOutput);
        } else {
            endOutput();
        }
    }

    private void awaitPeer() {
        try {
            grace = transport.timer().schedule(() -> transport.end(null), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Nobody else would end the wait for the peer.
            socket.onIoThread(() -> transport.end(null));
        }
    }

    /** The peer sees FIN, or close_notify and FIN; a close with input still unread would reset the connection. */
    private void endOutput() {
        try {
            synchronized (socket.lock()) {
                socket.shutdownWrites();
                step();
            }
        } catch (IOException e) {
            transport.end(e);
        }
    }

    /** The connection is closed: nothing leaves any more, and the buffers of a write in flight are its caller's again. */
    void fail(IOException why) {
        Future<?> timer = grace;
        if (timer != null) {
            timer.cancel(false);
        }
        WriteListener stuck;
        synchronized (socket.lock()) {
            failure = why;
            waiting = false;
            stuck = listener;
            listener = null;
            buffers = NOTHING;
        }
        if (stuck != null) {
            stuck.writeFailed(why);
        }
    }

    /**
     * Goes on as far as the socket allows. The caller holds the lock.
     *
     * @return who is to be told that its write has completed, or null
     */
    private WriteListener step() throws IOException {
        try {
            if (!(outputEnded ? socket.flush() : push())) {
                awaitRoom();
                return null;
            }
        } catch (RuntimeException e) {
            throw new IOException("The connection failed", e);
        }
        if (waiting) {
            waiting = false;
            socket.suspendWrites();
        }
        WriteListener told = listener;
        listener = null;
        buffers = NOTHING;
        return told;
    }

    private boolean push() throws IOException {
        while (index < count) {
            if (!buffers[index].hasRemaining()) {
                index++;
            } else if (!writePiece()) {
                return false;
            }
        }
        return socket.flush();
    }

    /** Whether the socket may take more at once. */
    private boolean writePiece() throws IOException {
        ByteBuffer first = buffers[index];
        int limit = first.limit();
        int parts = 1;
        int length = Math.min(first.remaining(), PIECE);
        first.limit(first.position() + length);
        while (index + parts < count && length + buffers[index + parts].remaining() <= PIECE) {
            length += buffers[index + parts].remaining();
            parts++;
        }
        try {
            long taken = socket.write(buffers, index, parts);
            return taken == length || taken > 0 && socket.writesInParts();
        } finally {
            first.limit(limit);
        }
    }

    private void awaitRoom() {
        if (waiting) {
            return;
        }
        waiting = true;
        if (socket.isForIoThread()) {
            socket.onIoThread(this::resumeIfWaiting);
        } else {
            socket.resumeWrites();
        }
    }

    private void resumeIfWaiting() {
        synchronized (socket.lock()) {
            if (waiting) {
                socket.resumeWrites();
            }
        }
    }
}
