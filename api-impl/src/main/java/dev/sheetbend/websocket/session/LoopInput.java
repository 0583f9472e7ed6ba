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
public final class LoopInput implements ReadRegistration.Listener {
    private final Optional<ReadLoops> loops;
    private final EndpointThreads threads;
    private final BlockingHabit habit;
    private final InputDelivery input;

    // Guarded by this.
    private Optional<ReadRegistration> registration = Optional.empty();
    private boolean refused;
    private boolean ended;

    /**
     * @param loops empty where there are none
     * @param threads which ones run the endpoint; loops serve {@link EndpointThreads#ADAPTIVE} and {@link
     *     EndpointThreads#IO}
     * @param habit of the endpoint
     */
    public LoopInput(Optional<ReadLoops> loops, EndpointThreads threads, BlockingHabit habit, InputDelivery input) {
        this.loops = threads == EndpointThreads.ADAPTIVE || threads == EndpointThreads.IO ? loops : Optional.empty();
        this.threads = threads;
        this.habit = habit;
        this.input = input;
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
        Optional<ReadRegistration> own = registered(channel);
        own.ifPresent(ReadRegistration::want);
        return own.isPresent();
    }

    private synchronized Optional<ReadRegistration> registered(SelectableChannel channel) {
        if (registration.isEmpty() && !refused && !ended) {
            try {
                registration = Optional.of(loops.orElseThrow().register(channel, habit, this));
            } catch (IOException e) {
                // The container goes on as it does without loops.
                refused = true;
            }
        }
        return registration;
    }

    /** The connection has ended. Any number of times. */
    public void end() {
        Optional<ReadRegistration> last;
        synchronized (this) {
            ended = true;
            last = registration;
        }
        last.ifPresent(ReadRegistration::cancel);
    }

    @Override
    public void readable() {
        if (!input.claim()) {
            return;
        }
        if (threads == EndpointThreads.IO) {
            input.deliverOnIoThread();
        } else if (habit.mayStay()) {
            input.deliver();
        } else {
            input.dispatch();
        }
    }

    @Override
    public void failed(IOException cause) {
        input.end(cause);
    }
}
