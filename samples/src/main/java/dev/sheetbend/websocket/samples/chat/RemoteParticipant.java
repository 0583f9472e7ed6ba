package dev.sheetbend.websocket.samples.chat;

import dev.sheetbend.websocket.SheetbendSession;
import dev.sheetbend.websocket.samples.chat.ChatMessage.FromServer;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The participant at the other end of a WebSocket. Sending never waits, so messages for a peer that does not read pile
 * up; one that is too far behind is let go, and can come back when it is able to keep up.
 */
final class RemoteParticipant implements Participant {
    private static final int MOST_UNSENT = 256;
    private static final CloseReason TOO_SLOW = new CloseReason(CloseCodes.TRY_AGAIN_LATER, "Too far behind");

    private final Session session;
    private final AtomicInteger unsent = new AtomicInteger();

    RemoteParticipant(Session session) {
        this.session = session;
    }

    @Override
    public void send(FromServer message) {
        if (!session.isOpen()) {
            return;
        }
        if (unsent.incrementAndGet() > MOST_UNSENT) {
            letGo();
            return;
        }
        try {
            session.getAsyncRemote().sendObject(message, this::onSent);
        } catch (IllegalStateException closedMeanwhile) {
            // The endpoint's OnClose takes the participant out of the room.
            return;
        }
    }

    private void onSent(SendResult result) {
        unsent.decrementAndGet();
        if (!result.isOK()) {
            letGo();
        }
    }

    private void letGo() {
        if (session instanceof SheetbendSession sheetbend) {
            // Whoever does not read would not read a Close frame either, and would stay in the room for as long.
            sheetbend.abort();
            return;
        }
        try {
            session.close(TOO_SLOW);
        } catch (IOException alreadyGone) {
            // The connection broke: there is nobody to say goodbye to.
            return;
        }
    }
}
