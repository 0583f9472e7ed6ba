package dev.sheetbend.websocket.samples.chat;

import dev.sheetbend.websocket.samples.chat.ChatMessage.FromServer;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Joined;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Left;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Said;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Typing;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Welcome;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One room: who is in it, what was said last, and the order in which everybody is told. Any thread may call.
 *
 * <p>Two things are wanted at once: everybody hears everything in the same order, and no lock is held while something is
 * sent. So a change puts what has to be sent into an outbox, under the lock; then one thread at a time empties the
 * outbox, without the lock.
 */
final class Room {
    /** How many messages a newcomer gets to see. */
    static final int LONGEST_HISTORY = 50;

    private record Delivery(List<Participant> to, FromServer message) {}

    private final String roomName;
    private final InstantSource clock;

    // All guarded by this.
    private final SortedMap<String, Participant> people = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Queue<Said> history = new ArrayDeque<>();
    private final Queue<Delivery> outbox = new ArrayDeque<>();
    private boolean delivering;

    Room(String roomName, InstantSource clock) {
        this.roomName = roomName;
        this.clock = clock;
    }

    /** Lets somebody in, and returns the name that they got: the wanted one, or if that is taken, one with a number. */
    String join(String wanted, Participant newcomer) {
        String name;
        synchronized (this) {
            name = freeName(wanted);
            List<Participant> others = List.copyOf(people.values());
            people.put(name, newcomer);
            List<String> names = List.copyOf(people.keySet());
            outbox.add(new Delivery(others, new Joined(name, names, clock.millis())));
            outbox.add(new Delivery(List.of(newcomer), new Welcome(roomName, name, names, List.copyOf(history))));
        }
        deliver();
        return name;
    }

    /** Takes somebody out. */
    void leave(String name) {
        synchronized (this) {
            people.remove(name);
            tellEverybody(new Left(name, List.copyOf(people.keySet()), clock.millis()));
        }
        deliver();
    }

    /** Says something to everybody, the one who says it included. */
    void say(String name, String text) {
        synchronized (this) {
            var said = new Said(UUID.randomUUID().toString(), name, text, clock.millis());
            history.add(said);
            if (history.size() > LONGEST_HISTORY) {
                history.remove();
            }
            tellEverybody(said);
        }
        deliver();
    }

    /** Tells the others that somebody is typing. */
    void typing(String name) {
        synchronized (this) {
            var others = new TreeMap<>(people);
            others.remove(name);
            outbox.add(new Delivery(List.copyOf(others.values()), new Typing(name)));
        }
        deliver();
    }

    private String freeName(String wanted) {
        String name = wanted;
        for (int number = 2; people.containsKey(name); number++) {
            name = wanted + " " + number;
        }
        return name;
    }

    private void tellEverybody(FromServer message) {
        outbox.add(new Delivery(List.copyOf(people.values()), message));
    }

    private void deliver() {
        synchronized (this) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        for (var next = nextDelivery(); next.isPresent(); next = nextDelivery()) {
            for (Participant participant : next.get().to()) {
                participant.send(next.get().message());
            }
        }
    }

    private synchronized Optional<Delivery> nextDelivery() {
        Optional<Delivery> next = Optional.ofNullable(outbox.poll());
        delivering = next.isPresent();
        return next;
    }
}
