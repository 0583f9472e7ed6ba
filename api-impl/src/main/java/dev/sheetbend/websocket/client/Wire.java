package dev.sheetbend.websocket.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * A non-blocking byte channel: a socket, or TLS over one. One thread at a time reads and one at a time writes; both may at
 * the same time.
 */
interface Wire {
    /** What {@link #read} answers when the buffer was smaller than {@link #readSize} is now. */
    int NEEDS_ROOM = -2;

    /** Nothing to write, which flushes what is inside. */
    ByteBuffer[] NOTHING = {};

    /** How far a write has come. */
    enum Progress {
        /** Everything has left. */
        DONE,
        /** The channel is full: go on when it is ready for writing. */
        FULL,
        /** The output waits for something else: go on when {@link #wantsOutput} says so. */
        LATER
    }

    /** The capacity that a buffer for {@link #read} must have, in bytes. */
    int readSize();

    /**
     * Reads what is there. It may run tasks that take a while.
     *
     * @param into an empty buffer
     * @return how many bytes, 0 when there are none now, -1 when the peer has ended its side, or {@link #NEEDS_ROOM}
     */
    int read(ByteBuffer into) throws IOException;

    /** Writes what the channel takes; buffers that have left are empty. Never blocks. */
    Progress write(ByteBuffer[] buffers, int from, int count) throws IOException;

    /** Whether there is something to write that no caller has given, or a write can go on; asked after reading. */
    boolean wantsOutput();

    /**
     * Who is to run what a write must not wait for.
     *
     * @param tasks runs tasks that may take a while
     * @param goOn called when a write can go on
     */
    void whenWritesWait(Executor tasks, Runnable goOn);

    /** Ends the output in order when everything has left; called again until it is done. */
    Progress endOutput() throws IOException;

    /** From now on, closing the channel breaks the connection off. Any thread. */
    void breakOff();

    /** Gives back what reading holds; by the last thread that reads. */
    void releaseInput();

    /** Gives back what writing holds; by the last thread that writes. */
    void releaseOutput();
}
