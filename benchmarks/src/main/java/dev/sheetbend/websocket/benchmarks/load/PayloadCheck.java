package dev.sheetbend.websocket.benchmarks.load;

import java.nio.ByteBuffer;

/** Compares the payloads of messages with what they have to be. Not thread safe. */
interface PayloadCheck {
    /**
     * Begins a message.
     *
     * @param message how many there were before it
     * @param deflated whether it is compressed
     */
    void begin(long message, boolean deflated) throws WrongAnswerException;

    /**
     * Takes a part of a message.
     *
     * @param message how many there were before it
     * @param input whose position is moved by the length
     */
    void payload(long message, ByteBuffer input, int length) throws WrongAnswerException;

    /** Ends a message. */
    void end(long message) throws WrongAnswerException;

    /** Releases what is held. */
    void release();
}
