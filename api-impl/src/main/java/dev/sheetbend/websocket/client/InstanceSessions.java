package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.session.EndpointSessions;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of each endpoint instance: those of one instance see each other (API, {@code Session.getOpenSessions}).
 * Sessions hold their instance, so an instance is forgotten when it has none and the application has let it go. Thread
 * safe.
 */
final class InstanceSessions {
    private final Map<Key, EndpointSessions> sessions = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    EndpointSessions of(Object instance) {
        for (Reference<?> old = gone.poll(); old != null; old = gone.poll()) {
            sessions.remove(old);
        }
        return sessions.computeIfAbsent(new Key(instance, gone), key -> new EndpointSessions());
    }

    List<EndpointSessions> all() {
        return List.copyOf(sessions.values());
    }

    /** An instance by its identity: two that are equal are two endpoints. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object instance, ReferenceQueue<Object> queue) {
            super(instance, queue);
            hash = System.identityHashCode(instance);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Key key && get() != null && key.refersTo(get());
        }
    }
}
