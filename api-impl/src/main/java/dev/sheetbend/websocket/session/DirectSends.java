package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.frame.Opcode;
import dev.sheetbend.websocket.frame.Utf8Encoder;
import java.io.IOException;
import java.util.Arrays;

/**
 * The short way of a whole message that nothing stands in the way of: it is framed at once, and no object is made for it.
 * Where something does, nothing happens, and the {@link SendQueue} takes it the long way. Any thread. Shares the lock of
 * its queue.
 */
abstract class DirectSends extends SendWaiting {
    DirectSends(
            Transport transport,
            boolean masks,
            FrameEncoding encoding,
            SessionRuntime runtime,
            SendLimits limits,
            WriteEvents events) {
        super(transport, masks, encoding, runtime, limits, events);
    }

    /** Whether no message goes this way on this connection, because there are extensions. */
    boolean takesNothing() {
        return framing.hasExtensions();
    }

    /** Who waits for a message, and for what. */
    enum Manner {
        /**
         * The caller, until the transport has it, or, within a batch that the caller handles or where it must not wait,
         * until it is framed.
         */
        BLOCKING,
        /** Nobody: what a handler has returned, after which it does nothing more. */
        RETURNED
    }

    // Blocking

    /**
     * Sends a short text.
     *
     * @return false when it cannot be framed at once; then nothing has happened
     * @throws IOException as {@link SendQueue#sendBlocking}
     */
    boolean text(String text, Manner manner) throws IOException {
        boolean waits;
        boolean flushes;
        long end;
        lock.lock();
        try {
            if (!framing.mayFrameMessage(mostBytes(text))) {
                return false;
            }
            boolean held = writer.isHeldWith(mostBytes(text));
            waits = !held && waitsForTransport(manner);
            out.appendText(text, gathering.isReplying());
            end = out.appended();
            flushes = waits || flushesNow(manner, held);
        } finally {
            lock.unlock();
        }
        finish(flushes, waits, end, false);
        return true;
    }

    /** As {@link #text} for a text in UTF-8 or a binary message, which may stay where it is until it is sent. */
    boolean bytes(Opcode kind, byte[] array, int offset, int length, Manner manner) throws IOException {
        boolean inPlace = out.keepsInPlace(length);
        if (inPlace && !EndpointThread.mayWait()) {
            // It may leave after the caller has its array again.
            return framed(kind, Arrays.copyOfRange(array, offset, offset + length), 0, length, manner, true);
        }
        return framed(kind, array, offset, length, manner, inPlace);
    }

    private boolean framed(Opcode kind, byte[] array, int offset, int length, Manner manner, boolean inPlace)
            throws IOException {
        boolean waits;
        boolean flushes;
        long end;
        lock.lock();
        try {
            if (!framing.mayFrameMessage(length)) {
                return false;
            }
            boolean held = !inPlace && writer.isHeldWith(length);
            waits = inPlace || !held && waitsForTransport(manner);
            out.appendBytes(kind, array, offset, length, gathering.isReplying());
            end = out.appended();
            flushes = waits || flushesNow(manner, held);
        } finally {
            lock.unlock();
        }
        finish(flushes, waits, end, inPlace);
        return true;
    }

    private static long mostBytes(String text) {
        return (long) text.length() * Utf8Encoder.MOST_PER_CHAR;
    }

    private boolean waitsForTransport(Manner manner) {
        return !gathering.isForCaller() && !(manner == Manner.RETURNED && gathering.isReplying());
    }

    /** Guarded by the lock. */
    private boolean flushesNow(Manner manner, boolean held) {
        progress.madeForMessages();
        boolean leavesSoon = manner == Manner.RETURNED && gathering.endsSoon();
        return !leavesSoon && writer.fate(held) == QueueWriter.Fate.LEAVES;
    }

    private void finish(boolean flushes, boolean waits, long end, boolean inPlace) throws IOException {
        if (flushes) {
            writer.flush(waits);
        }
        if (waits && EndpointThread.mayWait()) {
            awaitWritten(end, inPlace);
        }
    }

    // Asynchronous

    /**
     * Sends a short text and returns at once; the completion tells how it went.
     *
     * @param deadline a {@link System#nanoTime} value by which it must have left, or {@link Outgoing#NO_DEADLINE}
     * @return false when it cannot be framed at once; then nothing has happened
     */
    boolean text(String text, Outgoing.Completion completion, long deadline) {
        int todo;
        lock.lock();
        try {
            if (!framing.mayFrameMessage(mostBytes(text))) {
                return false;
            }
            boolean held = writer.isHeldWith(mostBytes(text));
            out.appendText(text, gathering.isReplying());
            todo = appended(completion, deadline, held, true);
        } finally {
            lock.unlock();
        }
        follow(todo, completion, deadline);
        return true;
    }

    /** As {@link #text} for a text in UTF-8 or a binary message that is not kept in place. */
    boolean bytes(Opcode kind, byte[] array, int offset, int length, Outgoing.Completion completion, long deadline) {
        int todo;
        lock.lock();
        try {
            if (out.keepsInPlace(length) || !framing.mayFrameMessage(length)) {
                return false;
            }
            boolean held = writer.isHeldWith(length);
            out.appendBytes(kind, array, offset, length, gathering.isReplying());
            todo = appended(completion, deadline, held, true);
        } finally {
            lock.unlock();
        }
        follow(todo, completion, deadline);
        return true;
    }

    /**
     * Sends what others send too, framed already.
     *
     * @param frames of the message, without masks
     * @param deadline as for {@link #text}
     * @return false when it may not go now; then nothing has happened
     */
    boolean shared(SharedMessage message, byte[] frames, Outgoing.Completion completion, long deadline) {
        int todo;
        lock.lock();
        try {
            if (framing.isEnded() || !framing.mayFrameNow(message.probe())) {
                return false;
            }
            boolean held = writer.isHeldWith(frames.length);
            out.appendShared(frames, gathering.isReplying());
            boolean isAwaited = completion != Outgoing.Completion.NONE || deadline != Outgoing.NO_DEADLINE;
            todo = isAwaited ? appended(completion, deadline, held, false) : appended(held);
        } finally {
            lock.unlock();
        }
        follow(todo, completion, deadline);
        return true;
    }

    // What is to be done without the lock.
    private static final int FLUSH = 1;
    private static final int COMPLETE = 2;
    private static final int WATCH = 4;

    /** For what nobody waits for. Guarded by the lock. */
    private int appended(boolean held) {
        progress.madeForMessages();
        return writer.fate(held) == QueueWriter.Fate.LEAVES ? FLUSH : 0;
    }

    /**
     * Guarded by the lock.
     *
     * @param mayWait whether the caller may wait for it before it goes on with its batch: then it has gone well as soon as
     *     it is in there
     */
    private int appended(Outgoing.Completion completion, long deadline, boolean held, boolean mayWait) {
        progress.madeForMessages();
        QueueWriter.Fate fate = writer.fate(held);
        int todo = fate == QueueWriter.Fate.LEAVES ? FLUSH : 0;
        if (gathering.batchingAllowed()) {
            return todo | COMPLETE;
        }
        boolean stays = mayWait && fate == QueueWriter.Fate.STAYS && (held || gathering.isForCaller());
        if (stays) {
            todo |= COMPLETE;
        }
        if (deadline != Outgoing.NO_DEADLINE && !inFlight.lastIsDueBy(deadline)) {
            todo |= WATCH;
        }
        if (!stays || deadline != Outgoing.NO_DEADLINE) {
            inFlight.add(stays ? Outgoing.Completion.NONE : completion, out.appended(), deadline);
        }
        return todo;
    }

    private void follow(int todo, Outgoing.Completion completion, long deadline) {
        if ((todo & FLUSH) != 0) {
            writer.flush(false);
        }
        if ((todo & COMPLETE) != 0) {
            completion.completed(failure());
        }
        if ((todo & WATCH) != 0 && isPending()) {
            events.deadlineIn(deadline - System.nanoTime());
        }
    }

    /** Why the session has ended, or null. */
    private IOException failure() {
        lock.lock();
        try {
            return framing.failure();
        } finally {
            lock.unlock();
        }
    }

    private boolean isPending() {
        lock.lock();
        try {
            return !framing.hasFailed() && !inFlight.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
