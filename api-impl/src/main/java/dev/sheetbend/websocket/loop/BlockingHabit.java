package dev.sheetbend.websocket.loop;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What has been seen of an endpoint: whether its handlers keep their threads for long. After one did, so many deliveries
 * go to threads of their own before the next one is tried on a thread of a {@link ReadLoop}; twice as many when that one
 * is long again. One for all sessions of an endpoint, and others for calls that have habits of their own: openings, and
 * results of sends. Thread safe; what several threads do at once may count once.
 */
public final class BlockingHabit {
    private static final int LEAST_PENALTY = 64;
    private static final int MOST_PENALTY = 1 << 12;

    /** How many deliveries are still to be handed over. */
    private final AtomicInteger handOvers = new AtomicInteger();

    private volatile int penalty;
    private volatile int quick;

    /** Empty for what is one of openings itself. */
    private final Optional<BlockingHabit> ofOpenings;

    /** Nothing has been seen yet. */
    public BlockingHabit() {
        this(Optional.of(new BlockingHabit(Optional.empty())));
    }

    private BlockingHabit(Optional<BlockingHabit> ofOpenings) {
        this.ofOpenings = ofOpenings;
    }

    /** What has been seen when sessions of the endpoint were opened, which says nothing of their messages. */
    public BlockingHabit ofOpenings() {
        return ofOpenings.orElse(this);
    }

    /** Whether the delivery that comes now may stay on the thread that has learned of it. */
    public boolean mayStay() {
        if (handOvers.get() > 0) {
            handOvers.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A delivery has kept the thread for long. */
    public void kept() {
        penalty = Math.min(Math.max(2 * penalty, LEAST_PENALTY), MOST_PENALTY);
        quick = 0;
        handOvers.set(penalty);
    }

    /** A delivery that stayed has ended soon. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // a count that is too small delays the decision a little
    public void quick() {
        if (penalty > 0 && ++quick > 2 * penalty) {
            penalty /= 2;
            quick = 0;
        }
    }
}
