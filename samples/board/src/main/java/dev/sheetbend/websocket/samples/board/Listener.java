package dev.sheetbend.websocket.samples.board;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Somebody who is told of events. */
@FunctionalInterface
interface Listener {
    /** Returns without waiting until it has arrived. */
    void tell(Event event);

    /**
     * The other end of a connection. If an event is lost on the way, because the connection has failed or too much is
     * waiting for it already, the connection ends: who goes on would not know what hangs there. The page comes back then.
     */
    static Listener at(Session session) {
        return event -> session.getAsyncRemote().sendObject(event, result -> {
            if (!result.isOK()) {
                end(session);
            }
        });
    }

    private static void end(Session session) {
        try {
            session.close(new CloseReason(CloseCodes.TRY_AGAIN_LATER, "Not everything could be sent"));
        } catch (IOException | IllegalStateException e) {
            System.getLogger(Listener.class.getName()).log(Level.DEBUG, "A connection has ended already", e);
        }
    }
}
