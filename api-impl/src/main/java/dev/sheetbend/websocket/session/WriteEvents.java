package dev.sheetbend.websocket.session;

import java.util.concurrent.Executor;

/** What the write side tells its session; called without a lock, never for long, on any thread. */
interface WriteEvents extends Executor {
    /** An asynchronous send found the queue full, and the policy is to close. */
    void overflowed();

    /** The transport is broken. */
    void writeFailed(Throwable cause);

    /** So much has left that reading may go on, see {@link QueueWriter#holdReads}. */
    void readsMayResume();

    /** A write did not complete at once: watch that it makes progress, see {@link SendQueue#stalled}. */
    void writeIsPending();

    /** Something that has not left has to leave in so many nanoseconds, see {@link SendQueue#nanosToStall}. */
    void deadlineIn(long nanos);

    /** The transport has taken something. */
    void written();

    /** An extension failed to take a message; nothing more can be sent. */
    void encodingFailed(Throwable cause);

    /** An extension failed to close; for the log. */
    void stageNotClosed(RuntimeException cause);

    /** Runs a task that takes some time, on a thread that may. */
    @Override
    void execute(Runnable task);

    /** A message has waited too long for the end of another one that was begun in parts. */
    void messageUnfinished();
}
