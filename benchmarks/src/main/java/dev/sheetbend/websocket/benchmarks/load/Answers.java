package dev.sheetbend.websocket.benchmarks.load;

import java.nio.ByteBuffer;

/** Reads what a server sends on one connection, and compares it with what it has to send. Not thread safe. */
interface Answers {
    /**
     * Takes what was read, all of it.
     *
     * @throws WrongAnswerException when it is something else than it has to be
     */
    void read(ByteBuffer input) throws WrongAnswerException;

    /** Whole messages so far. */
    long messages();

    /** Whether the server has sent a Close frame. */
    boolean closed();

    /** Whether a Close frame of the client is answered with one. */
    boolean answersClose();

    /** Expects the first message again; nothing may be on its way. */
    void restart();

    /** Ends the comparing and releases what it holds. */
    void release();
}
