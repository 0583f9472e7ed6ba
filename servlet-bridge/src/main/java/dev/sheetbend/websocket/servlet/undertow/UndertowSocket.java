package dev.sheetbend.websocket.servlet.undertow;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.channels.SuspendableWriteChannel;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * One connection's socket in Undertow. In the clear, reads, writes and the switches that ask the I/O thread for its calls
 * may come from any threads. Undertow's TLS layer keeps what both directions have asked for in one field that it changes
 * without a lock, and looks at on its I/O thread: with TLS a caller holds {@link #lock} around every read and write, and
 * the switches are the I/O thread's own. Nothing here blocks.
 */
final class UndertowSocket {
    private static final System.Logger LOGGER = System.getLogger(UndertowSocket.class.getName());

    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;

    UndertowSocket(StreamConnection connection) {
        this.connection = connection;
        source = connection.getSourceChannel();
        sink = connection.getSinkChannel();
    }

    /**
     * Looks for all of Undertow's and XNIO's classes that this package uses.
     *
     * @throws LinkageError when one is missing
     */
    static void checkClasses() {
        for (Class<?> each : List.of(UndertowSocket.class, UndertowTransport.class, UndertowUpgrade.class)) {
            // This looks for what stands in signatures.
            var methods = each.getDeclaredMethods();
            var fields = each.getDeclaredFields();
            LOGGER.log(Level.TRACE, "{0}: {1} methods, {2} fields", each, methods.length, fields.length);
        }
        var inCodeOnly = List.of(IoUtils.class, Options.class, SslConnection.class, SuspendableWriteChannel.class);
        LOGGER.log(Level.TRACE, "{0}", inCodeOnly);
    }

    /**
     * What a read loop can watch in place of XNIO, which does not show it: empty where XNIO is built differently, and with
     * TLS, whose layer keeps input of which the channel does not tell.
     */
    Optional<SelectableChannel> channel() {
        if (isSecure()) {
            return Optional.empty();
        }
        try {
            Method channel = connection.getClass().getDeclaredMethod("getChannel");
            channel.setAccessible(true);
            return channel.invoke(connection) instanceof SocketChannel socket && !socket.isBlocking()
                    ? Optional.of(socket)
                    : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.DEBUG, "XNIO's channel cannot be had; its own thread tells of input.", e);
            return Optional.empty();
        }
    }

    /** Guards the write side, and with TLS the read side too. Undertow's own locks may be taken under it, not above. */
    Object lock() {
        return this;
    }

    boolean isSecure() {
        return connection instanceof SslConnection;
    }

    private XnioIoThread ioThread() {
        return connection.getIoThread();
    }

    /**
     * Takes the connection over from HTTP.
     *
     * @param listener called on the I/O thread with the source when there is something to read, and with the sink when
     *     there is room to write; and with the connection, on any thread and perhaps with locks of the TLS layer, when it
     *     has been closed, by whomever
     */
    void begin(ChannelListener<Channel> listener) throws IOException {
        source.setReadListener(listener);
        sink.setWriteListener(listener);
        liftTimeouts();
        connection.setCloseListener(listener);
    }

    /** The session has its own timeouts. */
    private void liftTimeouts() throws IOException {
        // A timer that began with the request looks at its deadline only, which the next read moves as far as this.
        if (isSet(Options.READ_TIMEOUT)) {
            connection.setOption(Options.READ_TIMEOUT, Integer.MAX_VALUE);
        }
        if (isSet(Options.WRITE_TIMEOUT)) {
            connection.setOption(Options.WRITE_TIMEOUT, 0);
            // Forgets the deadline that came with the answer.
            sink.suspendWrites();
        }
    }

    private boolean isSet(Option<Integer> timeout) throws IOException {
        Integer millis = connection.getOption(timeout);
        return millis != null && millis > 0;
    }

    /**
     * Reads what there is, on any thread, one at a time.
     *
     * @return how many bytes, or -1 at the end of the input
     */
    int read(ByteBuffer buffer) throws IOException {
        if (!isSecure()) {
            return source.read(buffer);
        }
        synchronized (this) {
            return source.read(buffer);
        }
    }

    /** {@link #read} in a call of the I/O thread, which goes on calling. */
    int readInCall(ByteBuffer buffer) throws IOException {
        if (!isSecure()) {
            return source.read(buffer);
        }
        synchronized (this) {
            // Else the TLS layer would announce what is read here once more.
            source.suspendReads();
            int count = source.read(buffer);
            if (count >= 0) {
                // Announces what the layer has kept.
                source.resumeReads();
            }
            return count;
        }
    }

    /** The I/O thread asks for no more calls that there is something to read. */
    void suspendReads() {
        if (!isSecure()) {
            source.suspendReads();
            return;
        }
        synchronized (this) {
            source.suspendReads();
        }
    }

    /**
     * From now on the I/O thread calls when there is something to read. On any thread.
     *
     * @throws RejectedExecutionException when Undertow has stopped
     */
    void resumeReads() {
        if (!isSecure()) {
            source.resumeReads();
        } else {
            ioThread().execute(this::resumeReadsHere);
        }
    }

    private void resumeReadsHere() {
        synchronized (this) {
            source.resumeReads();
        }
    }

    /** Writes what the socket takes. The caller holds the lock. */
    long write(ByteBuffer[] buffers, int offset, int count) throws IOException {
        return count == 1 ? sink.write(buffers[offset]) : sink.write(buffers, offset, count);
    }

    /** Whether a write that took less than it was given may take more at once: with TLS each takes one record. */
    boolean writesInParts() {
        return isSecure();
    }

    /** Whether all that was written has left, and the end of the output too. The caller holds the lock. */
    boolean flush() throws IOException {
        return sink.flush();
    }

    /** Ends the output, which {@link #flush} has to follow. The caller holds the lock. */
    void shutdownWrites() throws IOException {
        sink.shutdownWrites();
    }

    /** Whether switches for writing, and the end of the output, are left to the I/O thread, and this is another one. */
    boolean isForIoThread() {
        return isSecure() && Thread.currentThread() != ioThread();
    }

    /** The caller holds the lock, and {@link #isForIoThread} is false. */
    void resumeWrites() {
        sink.resumeWrites();
    }

    /** On the I/O thread; the caller holds the lock. */
    void suspendWrites() {
        sink.suspendWrites();
    }

    /** Runs it on the I/O thread, or at once when that has ended. */
    void onIoThread(Runnable task) {
        try {
            ioThread().execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Ends both directions at once. Any thread. */
    void close() {
        IoUtils.safeClose(connection);
    }
}
