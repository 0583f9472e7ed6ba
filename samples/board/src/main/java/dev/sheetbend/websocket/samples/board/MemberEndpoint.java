package dev.sheetbend.websocket.samples.board;

import dev.sheetbend.websocket.samples.board.Event.Hello;
import dev.sheetbend.websocket.samples.board.Event.Problem;
import jakarta.websocket.DecodeException;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger.Level;

/**
 * A member, who may take cards down. The security constraint in {@code web.xml} lets nobody else get here, so there is
 * always a user; when they log out, the container closes the connection with 1008.
 */
@ServerEndpoint(value = "/members/{board}", encoders = EventEncoder.class, decoders = TakeDownDecoder.class)
public class MemberEndpoint {
    private static final long LONGEST_MESSAGE = 1024;

    private Listener page;

    @OnOpen
    public void onOpen(Session session) {
        page = Listener.at(session);
        page.tell(new Hello(session.getUserPrincipal().getName()));
    }

    @OnMessage(maxMessageSize = LONGEST_MESSAGE)
    public void onMessage(TakeDown down, @PathParam("board") String board) {
        if (!Boards.shared().takeDown(board, down.card())) {
            page.tell(new Problem("That card is gone already."));
        }
    }

    @OnError
    public void onError(Throwable error) {
        if (error instanceof DecodeException) {
            page.tell(new Problem("The server did not understand that."));
        } else {
            System.getLogger(MemberEndpoint.class.getName()).log(Level.DEBUG, "A connection failed", error);
        }
    }
}
