package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.loop.BlockingHabit;
import jakarta.websocket.Session;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The sessions of one deployed endpoint, from before {@code onOpen} until the connection has ended. Thread safe. */
public final class EndpointSessions {
    private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
    private final BlockingHabit habit = new BlockingHabit();
    private final BlockingHabit resultHabit = new BlockingHabit();

    /** Null before the first. */
    private volatile SessionSettings latestSettings;

    /** Null before the first. */
    private volatile HandshakeFacts latestFacts;

    /** Null before the first. */
    private volatile ObjectEncoding latestEncoding;

    /** Null before the first session starts. */
    private volatile MethodTargets methodTargets;

    /** Whether their endpoint keeps threads. */
    public BlockingHabit habit() {
        return habit;
    }

    /** Where there are no coders, one for all sessions. */
    ObjectEncoding encoding(Coders coders) {
        ObjectEncoding known = latestEncoding;
        if (known != null && known.coders() == coders) {
            return known;
        }
        var encoding = new ObjectEncoding(coders);
        if (coders.isEmpty()) {
            latestEncoding = encoding;
        }
        return encoding;
    }

    /** Those of the latest session, if its endpoint has the same model. */
    MethodTargets methodTargets(EndpointModel model) {
        MethodTargets known = methodTargets;
        if (known == null || !known.areOf(model)) {
            known = new MethodTargets(model);
            methodTargets = known;
        }
        return known;
    }

    /** Whether the handlers of their asynchronous sends keep threads. */
    BlockingHabit resultHabit() {
        return resultHabit;
    }

    /** Equal settings as one object: those of the latest session, if they are. */
    public SessionSettings shared(SessionSettings settings) {
        SessionSettings known = latestSettings;
        if (settings.equals(known)) {
            return known;
        }
        latestSettings = settings;
        return settings;
    }

    /**
     * Equal facts as one object: those of the latest session, if they are. Not those with a user, whose class is not ours to
     * compare, nor those with a query, which may be a secret that should not outlive its session.
     */
    public HandshakeFacts shared(HandshakeFacts facts) {
        HandshakeFacts known = latestFacts;
        if (facts.equals(known)) {
            return known;
        }
        if (facts.userPrincipal() == null && facts.queryString() == null) {
            latestFacts = facts;
        }
        return facts;
    }

    void add(WebSocketSession session) {
        sessions.add(session);
    }

    void remove(WebSocketSession session) {
        sessions.remove(session);
        if (sessions.isEmpty()) {
            // A container may outlive the class of its last endpoint.
            methodTargets = null;
            latestEncoding = null;
        }
        synchronized (this) {
            notifyAll();
        }
    }

    /**
     * Waits until no connection is left.
     *
     * @param deadline a {@link System#nanoTime} value
     * @return whether none is left
     */
    public synchronized boolean awaitEmpty(long deadline) throws InterruptedException {
        while (!sessions.isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** A copy: those that are open now; none whose {@code onOpen} is still to come. */
    public Set<Session> open() {
        var open = new LinkedHashSet<Session>();
        whileOpen(open::add);
        return open;
    }

    /** The same in a list, which costs next to nothing for each. */
    List<WebSocketSession> openList() {
        var open = new ArrayList<WebSocketSession>(sessions.size());
        whileOpen(open::add);
        return open;
    }

    private void whileOpen(Consumer<WebSocketSession> action) {
        for (WebSocketSession session : sessions) {
            if (session.hasOpened() && session.isActive()) {
                action.accept(session);
            }
        }
    }

    /** How many connections there are, those that are being closed included. */
    public int size() {
        return sessions.size();
    }

    /** Begins to close every session with this code and reason. */
    public void closeAll(int code, String reason) {
        for (WebSocketSession session : sessions) {
            session.closeForContainer(code, reason);
        }
    }

    /** Ends every connection at once. */
    public void abortAll() {
        for (WebSocketSession session : sessions) {
            session.abort();
        }
    }
}
