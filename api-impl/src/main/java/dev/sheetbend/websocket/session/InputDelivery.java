package dev.sheetbend.websocket.session;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/**
 * The read side of a transport that fetches its input. One thread at a time fetches and delivers, for as long as there
 * is something; then the {@link Source} waits for more, or delivery has stopped until {@link #resume}. The opening
 * comes first, and the end last and once, whoever brings it about. Any thread; the lock is not held during a call to
 * the source or to the receiver.
 */
public final class InputDelivery {
    /** Who takes the next step. */
    private enum Reading {
        /** Whoever learns that there is something to read, see {@link #claim}. */
        WAITING,
        /** A thread that delivers, or is about to. */
        RUNNING,
        /** Whoever resumes. */
        STOPPED
    }

    /** What the delivering thread leaves to whom. */
    private enum Next {
        AWAIT_INPUT,
        DELIVER_AGAIN,
        TELL_THE_END,
        NOTHING
    }

    /** The transport. */
    public interface Source {
        /**
         * Runs it on a thread that application code may block.
         *
         * @throws RejectedExecutionException when there is none any more
         */
        void execute(Runnable delivery);

        /** As {@link #execute}, for a source that has other threads for what delivers input than for all else. */
        default void executeDelivery(Runnable delivery) {
            execute(delivery);
        }

        /**
         * Reads once, and hands what came to the receiver unless it {@link InputDelivery#isDiscarding is to be thrown
         * away}. Calls {@link InputDelivery#end} when nothing will come any more.
         *
         * @return whether there may be more to read at once
         * @throws IOException when the connection is broken; it is then ended
         */
        boolean fetch(Transport.Receiver receiver) throws IOException;

        /** Nothing is there now: from now on {@link InputDelivery#claim} follows when there is. */
        void awaitInput();

        /**
         * Ends the connection itself and fails a write that is in flight. Called once, by the first {@link
         * InputDelivery#end}.
         *
         * @param cause why it broke, or null when it ended in order
         */
        void finish(IOException cause);

        /**
         * Nothing is fetched any more. Called once, on the delivering thread, before the receiver learns of the end.
         */
        default void fetched() {}
    }

    /** With the usual buffers, 256 KiB. */
    private static final int FETCHES_ON_IO_THREAD = 16;

    private static final byte[] NOTHING = {};

    private final Source source;
    private final boolean unasked;

    // The delivering thread's.
    private byte[] early = NOTHING;
    private boolean opened;
    private boolean drained;

    private volatile Transport.Receiver receiver;

    // Guarded by this.
    private Reading reading;
    private boolean suspended;
    private boolean closing;
    private boolean ended;
    private boolean endHeld;
    private boolean endDelivered;
    private IOException cause;

    private InputDelivery(Source source, boolean unasked) {
        this.source = source;
        this.unasked = unasked;
        this.reading = unasked ? Reading.WAITING : Reading.RUNNING;
    }

    /** Delivers nothing until it is started. */
    public static InputDelivery of(Source source) {
        return new InputDelivery(source, false);
    }

    /** For a source whose first {@link #claim} comes without being asked for, perhaps before {@link #start}. */
    public static InputDelivery ofUnasked(Source source) {
        return new InputDelivery(source, true);
    }

    /** What came together with the handshake and is to be delivered before all else. Called before it is started. */
    public void precededBy(byte[] bytes) {
        early = bytes;
    }

    /** The receiver does not learn of the end before {@link #releaseEnd}. Called before it is started. */
    public void holdEnd() {
        synchronized (this) {
            endHeld = true;
        }
    }

    /** After {@link #holdEnd}; the end may have come, or come later. */
    public void releaseEnd() {
        synchronized (this) {
            endHeld = false;
        }
        wake();
    }

    /** Delivers the opening, and all else, on threads of the source. */
    public void start(Transport.Receiver target) {
        receiver = target;
        if (unasked) {
            // The first claim delivers, unless it has come already.
            wake();
        } else {
            dispatch();
        }
    }

    /** Delivers the opening, and all else, at the next {@link #claim}, which somebody has been asked for. */
    public void startWaiting(Transport.Receiver target) {
        receiver = target;
        synchronized (this) {
            reading = Reading.WAITING;
        }
        // It may have ended before.
        wake();
    }

    /** Whether the opening has been delivered, or is being delivered. For who is about to {@link #claim}. */
    boolean hasOpened() {
        return opened;
    }

    /** Delivers the opening on the calling thread, and all else on threads of the source. */
    public void startHere(Transport.Receiver target) {
        receiver = target;
        opened = true;
        try {
            target.opened();
        } catch (RuntimeException | Error e) {
            end(new IOException("The receiver failed", e));
            throw e;
        } finally {
            dispatch();
        }
    }

    /**
     * There is something to read, or the connection has ended.
     *
     * @return whether the caller has to {@link #deliver} or {@link #dispatch} now
     */
    public boolean claim() {
        synchronized (this) {
            if (reading != Reading.WAITING) {
                return false;
            }
            boolean started = receiver != null;
            reading = started ? Reading.RUNNING : Reading.STOPPED;
            return started;
        }
    }

    /** Gives back what {@link #claim} gave: there is nothing to deliver after all. */
    public void unclaim() {
        synchronized (this) {
            if (!ended && (closing || !suspended)) {
                reading = Reading.WAITING;
                return;
            }
        }
        dispatch();
    }

    /** {@link Transport#suspend}. */
    public void suspend() {
        synchronized (this) {
            suspended = true;
        }
    }

    /** {@link Transport#resume}. */
    public void resume() {
        synchronized (this) {
            suspended = false;
        }
        wake();
    }

    /** From now on input is thrown away; {@link #wake} has to follow. */
    public void discard() {
        synchronized (this) {
            closing = true;
        }
    }

    /** Whether input is thrown away. */
    public boolean isDiscarding() {
        synchronized (this) {
            return closing || ended;
        }
    }

    /**
     * Ends everything; the first call counts.
     *
     * @param why null when the connection ended in order
     */
    public void end(IOException why) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            cause = why;
        }
        source.finish(why);
        wake();
    }

    /** Why a write is refused once this side has ended or throws its input away. */
    public IOException refusal() {
        synchronized (this) {
            return cause != null ? cause : new IOException("The connection is closing");
        }
    }

    /** Makes sure that a thread delivers what there is to deliver, the end included. */
    public void wake() {
        synchronized (this) {
            boolean needed = reading == Reading.STOPPED || reading == Reading.WAITING && ended;
            if (!needed || receiver == null || endDelivered) {
                return;
            }
            reading = Reading.RUNNING;
        }
        dispatch();
    }

    /** Has a thread of the source deliver; after {@link #claim}. */
    public void dispatch() {
        try {
            source.executeDelivery(this::deliver);
        } catch (RejectedExecutionException e) {
            // The container has stopped: the end is all that can still be delivered, so do it here.
            end(new IOException("The container has stopped", e));
            deliver();
        }
    }

    /**
     * As {@link #deliver}, on a thread that serves other connections as well: after {@value #FETCHES_ON_IO_THREAD} reads,
     * threads of the source take the rest.
     */
    public void deliverOnIoThread() {
        deliver(FETCHES_ON_IO_THREAD);
    }

    /** Delivers what there is, on the calling thread; after {@link #claim}. */
    public void deliver() {
        deliver(Integer.MAX_VALUE);
    }

    private void deliver(int mostFetches) {
        try {
            drained = false;
            if (!opened) {
                opened = true;
                receiver.opened();
            }
            deliverEarly();
            for (int i = 0; i < mostFetches && !drained && mayFetch(); i++) {
                drained = !source.fetch(receiver);
            }
        } catch (IOException e) {
            end(e);
        } catch (RuntimeException | Error e) {
            end(new IOException("The receiver failed", e));
            if (e instanceof Error) {
                throw e;
            }
        } finally {
            stepAside();
        }
    }

    private void deliverEarly() {
        byte[] bytes = early;
        if (bytes.length > 0 && mayFetch()) {
            early = NOTHING;
            if (!isDiscarding()) {
                receiver.received(bytes, 0, bytes.length);
            }
        }
    }

    private boolean mayFetch() {
        synchronized (this) {
            return !ended && (closing || !suspended);
        }
    }

    /** The delivering thread has done what it could. */
    private void stepAside() {
        switch (next()) {
            case AWAIT_INPUT -> awaitInput();
            case DELIVER_AGAIN -> dispatch();
            case TELL_THE_END -> {
                source.fetched();
                receiver.ended(endCause());
            }
            case NOTHING -> {
                // Whoever resumes goes on.
            }
        }
    }

    private Next next() {
        synchronized (this) {
            if (ended) {
                reading = Reading.STOPPED;
                if (endHeld) {
                    return Next.NOTHING;
                }
                boolean told = endDelivered;
                endDelivered = true;
                return told ? Next.NOTHING : Next.TELL_THE_END;
            }
            if (suspended && !closing) {
                reading = Reading.STOPPED;
                return Next.NOTHING;
            }
            if (!drained) {
                // Resumed in between, or enough for this thread; what the source holds itself would not announce
                // itself.
                return Next.DELIVER_AGAIN;
            }
            reading = Reading.WAITING;
            return Next.AWAIT_INPUT;
        }
    }

    private void awaitInput() {
        synchronized (this) {
            if (reading != Reading.WAITING) {
                // It ended in between, and somebody else tells that.
                return;
            }
        }
        source.awaitInput();
    }

    private IOException endCause() {
        synchronized (this) {
            return cause;
        }
    }
}
