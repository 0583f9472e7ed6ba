package dev.sheetbend.websocket.samples.board;

import dev.sheetbend.websocket.samples.board.Event.Pinned;
import dev.sheetbend.websocket.samples.board.Event.Status;
import dev.sheetbend.websocket.samples.board.Event.Taken;
import dev.sheetbend.websocket.samples.board.Event.Welcome;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All boards, what hangs on them, and who is told. Any thread may call.
 *
 * <p>Everybody hears everything in the same order, and no lock is held while something is sent: a change notes under the
 * lock what has to be told, and then one thread at a time tells it without the lock.
 */
final class Boards {
    /** In UTF-16 units, as in the page's {@code maxlength}. */
    static final int LONGEST_TEXT = 280;

    /** On one board; a new card takes the place of the oldest. */
    static final int MOST_CARDS = 100;

    /** At a time; a board without cards and visitors is forgotten. */
    static final int MOST_BOARDS = 100;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,32}");

    /** An application has its classes to itself, so there is one of these for each deployment. */
    private static final Boards SHARED = new Boards(InstantSource.system());

    private record Board(Deque<Card> cards, Set<Listener> visitors) {}

    private record Message(List<Listener> to, Event event) {}

    private final InstantSource clock;

    // All guarded by this.
    private final Map<String, Board> boards = new HashMap<>();
    private final Set<Listener> watchers = new LinkedHashSet<>();
    private final Queue<Message> untold = new ArrayDeque<>();
    private Status status = new Status(0, 0, 0);
    private long lastNumber;
    private boolean telling;

    Boards(InstantSource clock) {
        this.clock = clock;
    }

    /** Those of this application. */
    static Boards shared() {
        return SHARED;
    }

    /** Whether a board can have this name: 1 to 32 letters, digits, - and _. */
    static boolean canBeNamed(String name) {
        return NAME.matcher(name).matches();
    }

    /** Lets a visitor in, who is told what hangs there. False if there are too many boards. */
    boolean enter(String name, Visitor visitor, Listener listener) {
        synchronized (this) {
            if (boards.size() >= MOST_BOARDS && !boards.containsKey(name)) {
                return false;
            }
            Board board = boards.computeIfAbsent(name, key -> new Board(new ArrayDeque<>(), new LinkedHashSet<>()));
            board.visitors().add(listener);
            note(Set.of(listener), new Welcome(name, visitor.name(), visitor.member(), List.copyOf(board.cards())));
            noteStatus();
        }
        tell();
        return true;
    }

    /** Lets a visitor go. */
    void leave(String name, Listener listener) {
        synchronized (this) {
            Board board = boards.get(name);
            if (board == null || !board.visitors().remove(listener)) {
                return;
            }
            forgetIfUnused(name, board);
            noteStatus();
        }
        tell();
    }

    /** Pins a card to a board that its author has entered. */
    void pin(String name, Visitor author, String text) {
        synchronized (this) {
            Board board = boards.get(name);
            Card card = new Card(++lastNumber, author.name(), author.member(), text, clock.millis());
            board.cards().add(card);
            note(board.visitors(), new Pinned(card));
            if (board.cards().size() > MOST_CARDS) {
                note(board.visitors(), new Taken(board.cards().remove().number()));
            }
            noteStatus();
        }
        tell();
    }

    /** Takes a card down. False if it does not hang there. */
    boolean takeDown(String name, long number) {
        synchronized (this) {
            Board board = boards.get(name);
            if (board == null || !board.cards().removeIf(card -> card.number() == number)) {
                return false;
            }
            note(board.visitors(), new Taken(number));
            forgetIfUnused(name, board);
            noteStatus();
        }
        tell();
        return true;
    }

    /** Tells this listener how much there is, now and whenever it changes. */
    void watch(Listener watcher) {
        synchronized (this) {
            watchers.add(watcher);
            note(Set.of(watcher), status);
        }
        tell();
    }

    /** Ends {@link #watch}. */
    synchronized void unwatch(Listener watcher) {
        watchers.remove(watcher);
    }

    private void forgetIfUnused(String name, Board board) {
        if (board.cards().isEmpty() && board.visitors().isEmpty()) {
            boards.remove(name);
        }
    }

    private void noteStatus() {
        int cards =
                boards.values().stream().mapToInt(board -> board.cards().size()).sum();
        int visitors = boards.values().stream()
                .mapToInt(board -> board.visitors().size())
                .sum();
        Status now = new Status(boards.size(), cards, visitors);
        if (!now.equals(status)) {
            status = now;
            note(watchers, now);
        }
    }

    private void note(Set<Listener> to, Event event) {
        untold.add(new Message(List.copyOf(to), event));
    }

    /** Tells everything that is noted, unless another thread is at it, which will tell this too. */
    private void tell() {
        synchronized (this) {
            if (telling) {
                return;
            }
            telling = true;
        }
        while (true) {
            Message next;
            synchronized (this) {
                next = untold.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            next.to().forEach(listener -> tell(listener, next.event()));
        }
    }

    private static void tell(Listener listener, Event event) {
        try {
            listener.tell(event);
        } catch (RuntimeException e) {
            // Somebody whose connection has just ended must not keep the others from hearing it.
            System.getLogger(Boards.class.getName()).log(System.Logger.Level.DEBUG, "A visitor was not told", e);
        }
    }
}
