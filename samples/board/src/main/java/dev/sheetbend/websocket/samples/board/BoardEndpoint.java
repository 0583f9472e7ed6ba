package dev.sheetbend.websocket.samples.board;

import dev.sheetbend.websocket.samples.board.Event.Problem;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DecodeException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * A visitor at a board. Who has opened the connection after a login is out when that ends: the container closes it with
 * 1008, as {@link VisitorConfigurator} wants it. There is an instance for each connection, and the container calls it from one thread at a time,
 * so its fields need no lock; what visitors share is in {@link Boards}.
 */
@ServerEndpoint(
        value = "/boards/{board}",
        encoders = EventEncoder.class,
        decoders = PinDecoder.class,
        configurator = VisitorConfigurator.class)
public class BoardEndpoint {
    /** Room for the longest text, every character of it escaped. */
    private static final long LONGEST_MESSAGE = 4 * 1024;

    private final Boards boards = Boards.shared();
    private String board;
    private Visitor visitor;
    private Listener page;

    @OnOpen
    public void onOpen(Session session, EndpointConfig config, @PathParam("board") String name) throws IOException {
        board = name;
        visitor = Visitor.of(config);
        page = Listener.at(session);
        if (!Boards.canBeNamed(name)) {
            session.close(new CloseReason(CloseCodes.VIOLATED_POLICY, "A board has 1 to 32 letters, digits, - and _"));
        } else if (!boards.enter(name, visitor, page)) {
            session.close(new CloseReason(CloseCodes.TRY_AGAIN_LATER, "There are too many boards"));
        }
    }

    @OnMessage(maxMessageSize = LONGEST_MESSAGE)
    public void onMessage(Pin pin) {
        // JSON can carry half a surrogate pair, which is no text and which UTF-8 cannot carry on to the others.
        String text = pin.text().replaceAll("\\p{Cs}", "\uFFFD").strip();
        if (text.isEmpty() || text.length() > Boards.LONGEST_TEXT) {
            page.tell(new Problem("A card has 1 to " + Boards.LONGEST_TEXT + " characters."));
        } else {
            boards.pin(board, visitor, text);
        }
    }

    @OnClose
    public void onClose() {
        boards.leave(board, page);
    }

    @OnError
    public void onError(Throwable error) {
        if (error instanceof DecodeException) {
            page.tell(new Problem("The server did not understand that."));
        } else {
            // A connection that breaks ends here too, and OnClose follows: not worth a line in the log by default.
            System.getLogger(BoardEndpoint.class.getName()).log(Level.DEBUG, "A connection failed", error);
        }
    }
}
