package dev.sheetbend.websocket.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

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

    private final ReadLoop loop;
    private final BlockingHabit habit;
    private final Listener listener;
    private final AtomicReference<Interest> interest = new AtomicReference<>(Interest.NONE);
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private SelectionKey key;

    /** Told of input. */
    public interface Listener {
        /**
         * There is input, or its end; wanted no more. On a thread of the loop, which it may keep: another one then takes
         * its place. Must not throw exceptions.
         */
        void readable();

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

    void deliver() {
        if (!cancelled.get()) {
            listener.readable();
        }
    }

    void failed(IOException cause) {
        listener.failed(cause);
    }

    /** Wants to be told once when there is input; at once if there is. Any thread. */
    public void want() {
        if (interest.compareAndSet(Interest.LOOKING, Interest.WANTED)
                || !interest.compareAndSet(Interest.NONE, Interest.WANTED)) {
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
        if (interest.compareAndSet(Interest.WANTED, Interest.LOOKING)) {
            return true;
        }
        key.interestOps(0);
        if (interest.compareAndSet(Interest.LOOKING, Interest.NONE)) {
            return false;
        }
        // Wanted again in between.
        key.interestOps(SelectionKey.OP_READ);
        return interest.compareAndSet(Interest.WANTED, Interest.LOOKING);
    }

    /** Ends it; the channel may be closed before or afterwards. Any number of times. */
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            key.cancel();
            loop.left();
        }
    }
}
