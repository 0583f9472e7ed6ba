package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.loop.BlockingHabit;
import dev.sheetbend.websocket.loop.ReadLoops;
import dev.sheetbend.websocket.loop.ReadRegistration;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/**
 * Has the {@link ReadLoops} of a container tell one connection of its input, in place of the container, and deliver it.
 * Thread safe; {@link #await} is for the delivering thread.
 */
public final class LoopInput extends ReadRegistration {
    private final EndpointThreads threads;
    private final InputDelivery input;

    /** Guarded by this, but for a look at whether there are any. Empty also when they have refused the connection. */
    private volatile Optional<ReadLoops> loops;

    /**
     * @param loops empty where there are none
     * @param threads which ones run the endpoint; loops serve {@link EndpointThreads#ADAPTIVE} and {@link
     *     EndpointThreads#IO}
     * @param habit of the endpoint
     */
    public LoopInput(Optional<ReadLoops> loops, EndpointThreads threads, BlockingHabit habit, InputDelivery input) {
        super(habit);
        this.loops = threads == EndpointThreads.ADAPTIVE || threads == EndpointThreads.IO ? loops : Optional.empty();
        this.threads = threads;
        this.input = input;
    }

    /**
     * Has a loop deliver the opening and what follows, in place of {@link InputDelivery#start}: its thread is then there
     * to wait for input. Called once, before {@link #await}.
     *
     * @param channel as for {@link #await}
     * @return false where no loop can: nothing has begun
     */
    public boolean start(SelectableChannel channel, Transport.Receiver receiver) {
        if (loops.isEmpty()) {
            return false;
        }
        input.startWaiting(receiver);
        if (!begun(channel, true) && input.claim()) {
            input.dispatch();
        }
        return true;
    }

    /**
     * Waits for input; {@link InputDelivery#claim} follows when there is some.
     *
     * @param channel of the connection, in non-blocking mode; the same at each call
     * @return false where no loop can: the caller has to ask the container
     */
    public boolean await(SelectableChannel channel) {
        if (loops.isEmpty()) {
            return false;
        }
        if (begun(channel, false)) {
            want();
            return true;
        }
        return isCancelled();
    }

    private synchronized boolean begun(SelectableChannel channel, boolean due) {
        if (!isRegistered() && !isCancelled() && loops.isPresent()) {
            try {
                if (due) {
                    loops.get().registerDue(channel, this);
                } else {
                    loops.get().register(channel, this);
                }
            } catch (IOException | RuntimeException e) {
                // The container goes on as it does without loops, also with a channel that is of no use to selectors.
                loops = Optional.empty();
            }
        }
        return isRegistered();
    }

    /** The connection has ended. Any number of times. */
    public synchronized void end() {
        cancel();
    }

    /** What an endpoint does when it is opened says nothing of its messages, of which there may be many more. */
    @Override
    protected BlockingHabit habit() {
        BlockingHabit own = super.habit();
        return input.hasOpened() ? own : own.ofOpenings();
    }

    @Override
    protected boolean readable() {
        if (!input.claim()) {
            return false;
        }
        if (threads == EndpointThreads.IO) {
            input.deliverOnIoThread();
        } else if (habit().mayStay()) {
            input.deliver();
        } else {
            input.dispatch();
            return false;
        }
        return true;
    }

    @Override
    protected void failed(IOException cause) {
        input.end(cause);
    }
}
