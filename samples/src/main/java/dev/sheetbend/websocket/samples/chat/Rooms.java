package dev.sheetbend.websocket.samples.chat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rooms of a chat. A room is there as soon as somebody goes to it. An empty one is kept, with what was said in it,
 * until there are too many: then the one that has been empty longest goes first. Any thread may call.
 */
final class Rooms {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]{1,32}");

    private static final class Entry {
        final Room room;
        int visitors;

        Entry(Room room) {
            this.room = room;
        }
    }

    private final int mostRooms;
    private final InstantSource clock;

    /** In the order of the last coming or going; guarded by this. */
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** Rooms of which so many are kept; more only while somebody is in each of them. */
    Rooms(int mostRooms, InstantSource clock) {
        this.mostRooms = mostRooms;
        this.clock = clock;
    }

    /**
     * The name of a room, if there may be one of that name: 1 to 32 letters, digits, hyphens and underscores.
     *
     * @param pathParameter as it came; containers differ in whether they leave {@code %E7} and the like in it
     */
    static Optional<String> nameFrom(String pathParameter) {
        try {
            String name = URLDecoder.decode(pathParameter, StandardCharsets.UTF_8);
            return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException malformedEscape) {
            return Optional.empty();
        }
    }

    /** The room of this name, which stays at least until the matching call of {@link #exit}. */
    synchronized Room enter(String name) {
        Entry entry = entries.computeIfAbsent(name, key -> new Entry(new Room(key, clock)));
        entry.visitors++;
        forgetEmptyRooms();
        return entry.room;
    }

    /** The counterpart of {@link #enter}. */
    synchronized void exit(String name) {
        entries.get(name).visitors--;
        forgetEmptyRooms();
    }

    private void forgetEmptyRooms() {
        var oldestFirst = entries.values().iterator();
        while (entries.size() > mostRooms && oldestFirst.hasNext()) {
            if (oldestFirst.next().visitors == 0) {
                oldestFirst.remove();
            }
        }
    }
}
