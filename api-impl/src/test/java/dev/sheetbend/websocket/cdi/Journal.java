package dev.sheetbend.websocket.cdi;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the classes of a test's application have seen, in order; one for all, as some of them are made by nobody we know. */
final class Journal {
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    private Journal() {}

    static void clear() {
        EVENTS.clear();
    }

    static void add(String event) {
        EVENTS.add(event);
    }

    static List<String> events() {
        return List.copyOf(EVENTS);
    }

    static long count(String event) {
        return EVENTS.stream().filter(event::equals).count();
    }

    static void awaitEvent(String event) {
        await().atMost(Duration.ofSeconds(20)).until(() -> EVENTS.contains(event));
    }
}
