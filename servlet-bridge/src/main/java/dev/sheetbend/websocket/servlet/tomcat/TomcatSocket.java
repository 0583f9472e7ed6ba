package dev.sheetbend.websocket.servlet.tomcat;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionCheck;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;

/**
 * One connection's socket in Tomcat. Tomcat uses a closed connection's buffers, and the object that does its TLS, again for
 * the next one; and Tomcat's poller closes the wrapper when it meets a channel that is closed. So both are closed when no
 * thread is inside the wrapper any more, which is soon, since nothing in it blocks; what must happen at once is that no
 * byte leaves. Thread safe; the reads and the writes are each for one thread at a time.
 */
final class TomcatSocket {
    /**
     * How long after the end a write that Tomcat's poller held may still count as running, in milliseconds. Tomcat does not
     * say which it is; it cannot go on once the channel is closed.
     */
    private static final long RELEASE_MILLIS = 1_000;

    private final SocketWrapperBase<?> wrapper;
    private final SocketChannel channel;
    private final ScheduledExecutorService timer;

    // Guarded by this.

    /** Threads in a call of the wrapper. */
    private int inside;

    /** Writes whose handler has not been called: Tomcat's poller may hold them. */
    private int writes;

    private boolean ended;
    private boolean released;

    /** Of the end; null before. A failure made in advance would keep its stack trace for as long as the connection lives. */
    private IOException why;

    /**
     * @throws IOException when this kind of socket cannot be used
     */
    TomcatSocket(SocketWrapperBase<?> wrapper, ScheduledExecutorService timer) throws IOException {
        if (!(wrapper.getSocket() instanceof NioChannel nio) || !wrapper.hasAsyncIO()) {
            throw new IOException("This connector of Tomcat is not supported");
        }
        this.wrapper = wrapper;
        this.channel = nio.getIOChannel();
        this.timer = timer;
    }

    /**
     * Looks for everything that this package calls.
     *
     * @throws ReflectiveOperationException when something is missing or different
     */
    static void checkInternals() throws ReflectiveOperationException {
        Class<?> wrapper = SocketWrapperBase.class;
        wrapper.getMethod("read", boolean.class, ByteBuffer.class);
        wrapper.getMethod(
                "write",
                BlockingMode.class,
                long.class,
                TimeUnit.class,
                Object.class,
                CompletionCheck.class,
                CompletionHandler.class,
                ByteBuffer[].class);
        Field check = wrapper.getField("COMPLETE_WRITE");
        Field suspended = SocketState.class.getField("SUSPENDED");
        if (check.getType() != CompletionCheck.class || !suspended.isEnumConstant()) {
            throw new NoSuchFieldException("COMPLETE_WRITE or SUSPENDED is something else");
        }
        for (String name : new String[] {
            "getSocket", "hasAsyncIO", "registerReadInterest", "close", "isClosed", "getSocketBufferHandler"
        }) {
            wrapper.getMethod(name);
        }
        SocketBufferHandler.class.getMethod("isReadBufferEmpty");
        SocketBufferHandler.class.getMethod("isWriteBufferEmpty");
        wrapper.getMethod("setError", IOException.class);
        NioChannel.class.getMethod("getIOChannel");
        for (String name :
                new String[] {"close", "isClosing", "getOutboundRemaining", "flushOutbound", "getSslEngine"}) {
            SecureNioChannel.class.getMethod(name);
        }
    }

    /**
     * Reads what there is, at most what has room.
     *
     * @return how many bytes; 0 when there is nothing now, -1 at the end in order
     */
    int read(ByteBuffer to) throws IOException {
        enter();
        boolean interrupted = Thread.interrupted();
        try {
            // The wrapper adds copies and limits, and is needed only for TLS and for what came with the handshake.
            return isSecure() || !wrapper.getSocketBufferHandler().isReadBufferEmpty()
                    ? wrapper.read(false, to)
                    : channel.read(to);
        } catch (EOFException e) {
            return -1;
        } catch (IOException e) {
            if (endedByCloseNotify(e)) {
                return -1;
            }
            throw e;
        } finally {
            leave();
            restore(interrupted);
        }
    }

    /** Like {@link #read}, for when nobody wants to know what was read: without decrypting it. */
    int discard(ByteBuffer scratch) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return channel.read(scratch);
        } finally {
            restore(interrupted);
        }
    }

    /**
     * Writes what the socket takes at once, if it needs nothing of the wrapper, with its objects and turns; the rest is for
     * {@link #write}. When no other write is under way.
     *
     * @param most the most bytes to try it with
     * @return whether nothing is left
     */
    boolean writeNow(ByteBuffer[] buffers, int count, int most) throws IOException {
        long length = 0;
        for (int i = 0; i < count; i++) {
            length += buffers[i].remaining();
        }
        if (length > most) {
            return false;
        }
        enter();
        boolean interrupted = Thread.interrupted();
        try {
            if (isSecure() || !wrapper.getSocketBufferHandler().isWriteBufferEmpty()) {
                return false;
            }
            long written = count == 1 ? channel.write(buffers[0]) : channel.write(buffers, 0, count);
            return written == length;
        } finally {
            leave();
            restore(interrupted);
        }
    }

    /**
     * Writes; when not all can leave now, the rest follows by itself. Whenever the answer is not {@code INLINE}, the handler
     * is called, and it calls {@link #endWrite}.
     */
    CompletionState write(ByteBuffer[] buffers, CompletionHandler<Long, Void> handler) throws IOException {
        enter();
        beginWrite();
        // An interrupt that was meant for the application would break the connection.
        boolean interrupted = Thread.interrupted();
        boolean over = true;
        try {
            CompletionState state = wrapper.write(
                    BlockingMode.CLASSIC,
                    -1,
                    TimeUnit.MILLISECONDS,
                    null,
                    SocketWrapperBase.COMPLETE_WRITE,
                    handler,
                    buffers);
            over = state == CompletionState.INLINE;
            return state;
        } finally {
            if (over) {
                endWrite();
            }
            leave();
            restore(interrupted);
        }
    }

    /**
     * Shows the peer the end of the output. Called when no write is under way.
     *
     * @return false when TLS's goodbye did not leave whole; then call again soon
     */
    boolean endOutput() throws IOException {
        enter();
        boolean interrupted = Thread.interrupted();
        try {
            if (wrapper.getSocket() instanceof SecureNioChannel secure && !sayGoodbye(secure)) {
                return false;
            }
            channel.shutdownOutput();
            return true;
        } finally {
            leave();
            restore(interrupted);
        }
    }

    private static boolean sayGoodbye(SecureNioChannel secure) throws IOException {
        if (!secure.isClosing()) {
            // Sends close_notify; the TCP connection stays.
            secure.close();
        }
        if (secure.getOutboundRemaining() > 0) {
            secure.flushOutbound();
        }
        return secure.getOutboundRemaining() == 0;
    }

    /** What to watch for input in place of Tomcat. */
    SelectableChannel channel() {
        return channel;
    }

    /** Whether what it carries is encrypted. */
    boolean isSecure() {
        return wrapper.getSocket() instanceof SecureNioChannel;
    }

    /** Has Tomcat report when there is something to read. */
    void awaitInput() {
        wrapper.registerReadInterest();
    }

    boolean isClosed() {
        return wrapper.isClosed();
    }

    /** Closes the socket. Not for a thread that is inside; the first call counts. No byte leaves afterwards. */
    void end(IOException cause) {
        boolean occupied;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            why = cause;
            occupied = inside > 0;
        }
        if (occupied) {
            // Who is inside closes the rest.
            shutDownOutput();
        } else {
            close();
        }
    }

    private void shutDownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // It is closed already, or the peer has reset it.
        }
    }

    /** Nobody is inside, and nobody comes in any more. */
    private void close() {
        boolean held;
        IOException cause;
        synchronized (this) {
            held = writes > 0;
            cause = why;
        }
        if (!held) {
            release();
            return;
        }
        wrapper.setError(cause);
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        try {
            timer.schedule(this::release, RELEASE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            release();
        }
    }

    private synchronized void enter() throws IOException {
        if (ended) {
            throw new IOException("The connection has ended");
        }
        inside++;
    }

    private void leave() {
        synchronized (this) {
            inside--;
            if (!ended || inside > 0) {
                return;
            }
        }
        close();
    }

    private synchronized void beginWrite() {
        writes++;
    }

    /** A {@link #write} has told its handler, or will not. */
    void endWrite() {
        synchronized (this) {
            writes--;
            if (!ended || inside > 0 || writes > 0) {
                return;
            }
        }
        release();
    }

    private void release() {
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
        }
        wrapper.close();
    }

    private boolean endedByCloseNotify(IOException failure) {
        if (failure instanceof SSLException || !(wrapper.getSocket() instanceof SecureNioChannel secure)) {
            return false;
        }
        SSLEngine engine = secure.getSslEngine();
        return engine != null && engine.isInboundDone();
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
