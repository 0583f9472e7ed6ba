package dev.sheetbend.websocket.samples.board;

import jakarta.websocket.Session;

/** Somebody who is told of events. */
@FunctionalInterface
interface Listener {
    /** Returns without waiting until it has arrived. */
    void tell(Event event);

    /** The other end of a connection; what cannot be sent to it any more is of no interest. */
    static Listener at(Session session) {
        return event -> session.getAsyncRemote().sendObject(event, result -> {
            // A connection that fails ends by itself, and its endpoint's OnClose says so to the boards.
        });
    }
}
