package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The byte pipe under a session: a servlet container's upgraded connection, its native one, or a client's socket.
 *
 * <p>Reading: after {@link #start} the transport delivers to one {@link Receiver}, never from two threads at a time,
 * and only on threads that application code may block, unless the endpoint never does ({@link EndpointThreads#IO}). Writing: one {@link #write} at a time, from any thread; the
 * transport never blocks in it. Ending: {@link #close} or {@link #abort}, from any thread, any number of times.
 */
public interface Transport {
    /** Takes what the transport delivers. */
    interface Receiver {
        /** First call, once, before any other: both directions work. */
        void opened();

        /** Bytes of the peer. The receiver may change them in place; they are valid during the call only. */
        void received(byte[] array, int offset, int length);

        /**
         * Last call, once, whatever ended the connection.
         *
         * @param cause why it broke, or null when the peer ended its side in order (FIN)
         */
        void ended(IOException cause);
    }

    /** Told how a write went, on any thread, perhaps before {@link #write} returns. It never runs application code. */
    interface WriteListener {
        /** Every byte is with the operating system or with the container; the buffers are the caller's again. */
        void writeCompleted();

        /** The connection is broken; the buffers are the caller's again. */
        void writeFailed(Throwable cause);
    }

    /** Begins delivery. Called once. */
    void start(Receiver receiver);

    /**
     * Writes the first {@code count} buffers in order and flushes. The buffers are heap buffers and belong to the
     * transport until the listener is told.
     *
     * @throws IllegalStateException when the write before has not completed
     */
    void write(ByteBuffer[] buffers, int count, WriteListener listener);

    /** Stops delivery as soon as it can; what was read already may still arrive. */
    void suspend();

    /** Ends {@link #suspend}. */
    void resume();

    /**
     * Ends the connection in order: no more writes are accepted, what was written leaves, then the peer sees FIN.
     * Further input is thrown away. {@link Receiver#ended} follows.
     */
    void close();

    /** Ends the connection at once, whatever is in flight; a pending write fails. {@link Receiver#ended} follows. */
    void abort();

    /**
     * Runs a task on a thread that application code may block. Tasks may run at the same time as each other and as the
     * receiver.
     */
    void execute(Runnable task);
}
