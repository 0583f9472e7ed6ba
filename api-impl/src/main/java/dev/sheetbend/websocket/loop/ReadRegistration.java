package dev.sheetbend.websocket.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * One channel with a {@link ReadLoop}. The selector goes on looking for input while what came is handled, and is told not
 * to only when it finds more meanwhile; so a handler that returns soon costs no system call. Thread safe.
 */
public final class ReadRegistration {
    private enum Interest {
        /** The selector looks for input, and whoever wants it is told. */
        WANTED,
        /** The selector looks for input that nobody wants now. */
        LOOKING,
        /** The selector does not look. */
        NONE
    }

    // Of updaters and not of atomic objects, since there is one of these for each connection.
    private static final AtomicReferenceFieldUpdater<ReadRegistration, Interest> INTEREST =
            AtomicReferenceFieldUpdater.newUpdater(ReadRegistration.class, Interest.class, "interest");
    private static final AtomicIntegerFieldUpdater<ReadRegistration> CANCELLED =
            AtomicIntegerFieldUpdater.newUpdater(ReadRegistration.class, "cancelled");

    private final ReadLoop loop;
    private final BlockingHabit habit;
    private final Listener listener;

    @SuppressWarnings("UnusedVariable") // the updater's
    private volatile Interest interest = Interest.NONE;

    private volatile int cancelled;
    private SelectionKey key;

    /** Told of input. */
    public interface Listener {
        /**
         * There is input, or its end; wanted no more. On a thread of the loop, which it may keep: another one then takes
         * its place. Must not throw exceptions.
         *
         * @return whether it was handled, and not handed over to another thread
         */
        boolean readable();

        /** The loop is broken, and never tells of input again. */
        void failed(IOException cause);
    }

    ReadRegistration(ReadLoop loop, BlockingHabit habit, Listener listener) {
        this.loop = loop;
        this.habit = habit;
        this.listener = listener;
    }

    /** Before anybody else sees it. */
    void key(SelectionKey own) {
        key = own;
    }

    BlockingHabit habit() {
        return habit;
    }

    /** As {@link Listener#readable}. */
    boolean deliver() {
        return cancelled == 0 && listener.readable();
    }

    void failed(IOException cause) {
        listener.failed(cause);
    }

    /** Wants to be told once when there is input; at once if there is. Any thread. */
    public void want() {
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

    /** Ends it; the channel may be closed before or afterwards. Any number of times. */
    public void cancel() {
        if (CANCELLED.compareAndSet(this, 0, 1)) {
            key.cancel();
            loop.left();
        }
    }
}
