package dev.sheetbend.websocket.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * One channel with a {@link ReadLoop}. The selector goes on looking for input while what came is handled, and is told not
 * to only when it finds more meanwhile; so a handler that returns soon costs no system call. Thread safe.
 */
public abstract class ReadRegistration {
    private enum Interest {
        /** The selector looks for input, and whoever wants it is told. */
        WANTED,
        /** The selector looks for input that nobody wants now. */
        LOOKING,
        /** The selector does not look. */
        NONE,
        /** It will never look again. */
        CANCELLED
    }

    // Of an updater and not of an atomic object, since there is one of these for each connection.
    private static final AtomicReferenceFieldUpdater<ReadRegistration, Interest> INTEREST =
            AtomicReferenceFieldUpdater.newUpdater(ReadRegistration.class, Interest.class, "interest");
    private final BlockingHabit habit;

    private volatile Interest interest = Interest.NONE;

    // Null until it is registered; what waits for that has to be ordered behind it.
    private ReadLoop loop;
    private SelectionKey key;

    /**
     * @param habit of the endpoint
     */
    protected ReadRegistration(BlockingHabit habit) {
        this.habit = habit;
    }

    /**
     * There is input, or its end; wanted no more. On a thread of the loop, which it may keep: another one then takes its
     * place. Must not throw exceptions.
     *
     * @return whether it was handled, and not handed over to another thread
     */
    protected abstract boolean readable();

    /** The loop is broken, and never tells of input again. */
    protected abstract void failed(IOException cause);

    /** Before the loop's threads see it. */
    void registered(ReadLoop where, SelectionKey own) {
        loop = where;
        key = own;
    }

    /** The loop cannot serve it after all; as if it had never been registered. */
    void withdraw() {
        SelectionKey own = key;
        key = null;
        own.cancel();
        loop.left();
    }

    /** Whether a loop has it, or has had it. */
    protected final boolean isRegistered() {
        return key != null;
    }

    protected final boolean isCancelled() {
        return interest == Interest.CANCELLED;
    }

    /** The endpoint's, as far as the next delivery is concerned. Asked by the loop before each; never blocks. */
    protected BlockingHabit habit() {
        return habit;
    }

    /** As {@link #readable}. */
    boolean deliver() {
        return interest != Interest.CANCELLED && readable();
    }

    /** Wants to be told once when there is input; at once if there is. Any thread. */
    public final void want() {
        if (INTEREST.compareAndSet(this, Interest.LOOKING, Interest.WANTED)
                || !INTEREST.compareAndSet(this, Interest.NONE, Interest.WANTED)) {
            return;
        }
        try {
            key.interestOps(SelectionKey.OP_READ);
            loop.wakeup();
        } catch (CancelledKeyException e) {
            // Whoever closed the channel has told its listener.
        }
    }

    /** The selector has found input: whether to deliver it. On the selecting thread. */
    boolean found() {
        if (INTEREST.compareAndSet(this, Interest.WANTED, Interest.LOOKING)) {
            return true;
        }
        key.interestOps(0);
        if (INTEREST.compareAndSet(this, Interest.LOOKING, Interest.NONE)) {
            return false;
        }
        // Wanted again in between.
        key.interestOps(SelectionKey.OP_READ);
        return INTEREST.compareAndSet(this, Interest.WANTED, Interest.LOOKING);
    }

    /** Ends it, or keeps it from beginning; the channel may be closed before or afterwards. Any number of times. */
    public final void cancel() {
        if (INTEREST.getAndSet(this, Interest.CANCELLED) != Interest.CANCELLED && key != null) {
            key.cancel();
            loop.left();
        }
    }
}
