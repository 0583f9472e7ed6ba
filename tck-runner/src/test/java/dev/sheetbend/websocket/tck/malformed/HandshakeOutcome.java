package dev.sheetbend.websocket.tck.malformed;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a server does with an opening handshake.
 *
 * @param statuses the HTTP statuses that are right; empty for every one but 101
 * @param mayBeCutOff whether the server may also end the connection without an answer, as HTTP servers do with what
 *     they cannot read as a request
 */
public record HandshakeOutcome(Set<Integer> statuses, boolean mayBeCutOff) {
    public HandshakeOutcome {
        statuses = Set.copyOf(statuses);
    }

    /** Exactly one of these statuses. */
    public static HandshakeOutcome status(Integer... statuses) {
        return new HandshakeOutcome(Set.of(statuses), false);
    }

    /** The request does not get past the HTTP server, which answers one of these or nothing at all. */
    public static HandshakeOutcome unreadable(Integer... statuses) {
        return new HandshakeOutcome(Set.of(statuses), true);
    }

    /** No opening handshake: whatever the application's own servlets answer, and never 101. */
    public static HandshakeOutcome passesOn() {
        return new HandshakeOutcome(Set.of(), false);
    }

    /** Refused in whatever way, or not answered at all, and never 101. */
    public static HandshakeOutcome notAccepted() {
        return new HandshakeOutcome(Set.of(), true);
    }

    /** Well formed, if unusual: 101. */
    public static HandshakeOutcome accepted() {
        return status(101);
    }

    /** Whether this status is right. */
    public boolean allows(int status) {
        return statuses.isEmpty() ? status != 101 : statuses.contains(status);
    }

    @Override
    public String toString() {
        String what = statuses.isEmpty() ? "any status but 101" : "one of " + new TreeSet<>(statuses);
        return mayBeCutOff ? what + " or no answer" : what;
    }
}
