package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Lets senders wait, and says what becomes of a session whose send was not done in time or was interrupted. Any thread.
 * Shares the lock of its {@link SendQueue}.
 */
abstract class SendWaiting extends SendParts {
    SendWaiting(
            Transport transport,
            boolean masks,
            FrameEncoding encoding,
            SessionRuntime runtime,
            SendLimits limits,
            WriteEvents events) {
        super(transport, masks, encoding, runtime, limits, events);
    }

    /**
     * Waits until the transport has all that was framed up to a position.
     *
     * @param inPlace whether the transport may read the sender's own array until then
     */
    final void awaitWritten(long end, boolean inPlace) throws IOException {
        BooleanSupplier done = () -> out.written() >= end || framing.hasFailed();
        if (!holds(done)) {
            try {
                if (!await(done, () -> false)) {
                    throw giveUp(() -> false);
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (InterruptedIOException e) {
                if (inPlace) {
                    events.writeFailed(e);
                }
                throw e;
            }
        }
        requireWritten(end);
    }

    private void requireWritten(long end) throws IOException {
        lock.lock();
        try {
            if (out.written() < end) {
                throw WriteProgress.asIOException(framing.failure());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a frame has been sent. */
    final void awaitSent(WriteProgress.Ticket ticket, Outgoing frame) throws IOException {
        try {
            if (!await(ticket::isDone, () -> isBehindMessage(frame))) {
                throw giveUp(() -> isBehindMessage(frame));
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (InterruptedIOException e) {
            if (!isCallersAgain(frame)) {
                events.writeFailed(e);
            }
            throw e;
        }
        ticket.check();
    }

    /** Waits until what is marked has been sent. */
    final void awaitSent(WriteProgress.Ticket marker) throws IOException {
        if (!await(marker::isDone, () -> false)) {
            throw giveUp(() -> false);
        }
        marker.check();
    }

    /** Waits until the frame can be added to what waits, or nothing can be sent any more. */
    final void awaitRoom(Outgoing frame) throws IOException {
        BooleanSupplier behindMessage = () -> order.hasUnfinishedMessage() && !order.isTurnOf(frame);
        if (!await(() -> framing.isEnded() || framing.mayWait(frame), behindMessage)) {
            throw giveUp(behindMessage);
        }
    }

    /** Whether the queue needs the payload of an interrupted send no longer; takes back what waits if it can. */
    private boolean isCallersAgain(Outgoing frame) {
        lock.lock();
        try {
            if (framing.takeBack(frame)) {
                return true;
            }
            // Whoever takes it through the extensions reads it.
            if (!progress.awaitUninterrupted(() -> !order.isInTurn(frame))) {
                return false;
            }
            if (!order.contains(frame)) {
                // A part has left, or will: the sender could not know, and would send it, or half a character of it,
                // again.
                return frame.messageKey() == null && !out.keepsInPlace(frame);
            }
            if (order.hasBegun(frame)) {
                return false;
            }
            order.remove(frame);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** {@link WriteProgress#await}; meanwhile it takes up what has the turn in the extensions, if nobody else does. */
    private boolean await(BooleanSupplier done, BooleanSupplier behindMessage) throws InterruptedIOException {
        while (progress.await(() -> done.getAsBoolean() || framing.hasPendingTurn(), behindMessage)) {
            if (holds(done)) {
                return true;
            }
            framing.encodePending();
        }
        return false;
    }

    private boolean holds(BooleanSupplier condition) {
        lock.lock();
        try {
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is in line for another message, or in the extensions. Guarded by the lock. */
    private boolean isBehindMessage(Outgoing frame) {
        return order.isInTurn(frame)
                || (order.hasUnfinishedMessage() || order.hasTurn()) && !order.isTurnOf(frame) && order.contains(frame);
    }

    /** A blocked send has seen no progress for too long. */
    private IOException giveUp(BooleanSupplier behindMessage) {
        boolean unfinished;
        boolean inExtension;
        lock.lock();
        try {
            boolean stalled = writer.isWriting() && progress.nanosToStall(System.nanoTime()) <= 0;
            unfinished = !stalled && behindMessage.getAsBoolean();
            inExtension = unfinished && order.hasTurn();
        } finally {
            lock.unlock();
        }
        if (inExtension) {
            IOException cause = progress.stuckInExtension();
            events.encodingFailed(cause);
            return cause;
        }
        IOException cause = unfinished ? progress.unfinished() : WriteProgress.stalled();
        if (unfinished) {
            events.messageUnfinished();
        } else {
            events.writeFailed(cause);
        }
        return cause;
    }

    /** As {@link SendQueue#nanosToStall}. */
    final long nanosToStall() {
        lock.lock();
        try {
            if (framing.hasFailed()) {
                return Long.MAX_VALUE;
            }
            long now = System.nanoTime();
            long nanos = Math.min(order.nanosToDeadline(now), inFlight.nanosToDeadline(now));
            return writer.isWriting() ? Math.min(nanos, progress.nanosToStall(now)) : nanos;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link SendQueue#stalled}. */
    final IOException stalled() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (writer.isWriting() && progress.nanosToStall(now) <= 0) {
                return WriteProgress.stalled();
            }
            return WriteProgress.late(order.nanosToDeadline(now) <= 0 && order.hasUnfinishedMessage());
        } finally {
            lock.unlock();
        }
    }
}
