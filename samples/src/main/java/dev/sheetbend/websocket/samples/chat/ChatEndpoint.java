package dev.sheetbend.websocket.samples.chat;

import dev.sheetbend.websocket.samples.chat.ChatMessage.Alive;
import dev.sheetbend.websocket.samples.chat.ChatMessage.FromClient;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Here;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Join;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Problem;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Say;
import dev.sheetbend.websocket.samples.chat.ChatMessage.Writing;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DecodeException;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * One visitor of a chat room. There is an instance for each connection, and the container calls it from one thread at a
 * time, so its fields need no lock; what visitors share is in {@link Room}.
 *
 * <p>A visitor comes in by naming themselves: with {@code ?name=} when connecting, or with a {@code join} message.
 */
@ServerEndpoint(value = "/chat/{room}", encoders = ChatEncoder.class, decoders = ChatDecoder.class)
public class ChatEndpoint {
    /** In UTF-16 units, as in the page's {@code maxlength}. */
    static final int LONGEST_NAME = 24;

    static final int LONGEST_TEXT = 2_000;

    /** Room for the longest text, every character of it escaped. */
    private static final long LONGEST_MESSAGE = 16 * 1024;

    /** The page says every 25 s that it is there. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    private static final Rooms ROOMS = new Rooms(1_000, InstantSource.system());
    private static final System.Logger LOG = System.getLogger(ChatEndpoint.class.getName());

    private Participant me;
    private Optional<String> roomName = Optional.empty();
    private Optional<Room> room = Optional.empty();
    private Optional<String> name = Optional.empty();

    @OnOpen
    public void onOpen(Session session, @PathParam("room") String pathParameter) throws IOException {
        me = new RemoteParticipant(session);
        roomName = Rooms.nameFrom(pathParameter);
        if (roomName.isEmpty()) {
            session.close(new CloseReason(CloseCodes.VIOLATED_POLICY, "A room has 1 to 32 letters, digits, - and _"));
            return;
        }
        session.setMaxIdleTimeout(LONGEST_SILENCE.toMillis());
        room = roomName.map(ROOMS::enter);
        List<String> names = session.getRequestParameterMap().getOrDefault("name", List.of());
        if (!names.isEmpty()) {
            join(names.get(0));
        }
    }

    @OnMessage(maxMessageSize = LONGEST_MESSAGE)
    public void onMessage(FromClient message) {
        if (message instanceof Join join) {
            join(join.name());
        } else if (message instanceof Say say) {
            say(say.text());
        } else if (message instanceof Writing && name.isPresent()) {
            room.ifPresent(r -> r.typing(name.get()));
        } else if (message instanceof Alive) {
            me.send(new Here());
        }
    }

    @OnClose
    public void onClose() {
        room.ifPresent(r -> name.ifPresent(r::leave));
        roomName.ifPresent(ROOMS::exit);
    }

    @OnError
    public void onError(Throwable error) {
        if (error instanceof DecodeException) {
            me.send(new Problem("The server did not understand that."));
        } else {
            // A connection that breaks ends here too, and OnClose follows: not worth a line in the log by default.
            LOG.log(Level.DEBUG, "A chat connection failed", error);
        }
    }

    private void join(String wanted) {
        String tidy = tidyName(wanted);
        if (name.isPresent()) {
            me.send(new Problem("You are here already, as " + name.get() + "."));
        } else if (tidy.isEmpty() || tidy.length() > LONGEST_NAME) {
            me.send(new Problem("A name has 1 to " + LONGEST_NAME + " characters."));
        } else {
            name = room.map(r -> r.join(tidy, me));
        }
    }

    private void say(String text) {
        if (name.isEmpty()) {
            me.send(new Problem("Say who you are first."));
        } else if (text.isBlank() || text.length() > LONGEST_TEXT) {
            me.send(new Problem("A message has 1 to " + LONGEST_TEXT + " characters."));
        } else {
            room.ifPresent(r -> r.say(name.get(), tidyText(text)));
        }
    }

    /** Names that look the same are the same: spaces of all kinds become one, and what cannot be seen goes. */
    static String tidyName(String wanted) {
        return wanted.replaceAll("[\\s\\p{Z}]+", " ").replaceAll("\\p{C}", "").strip();
    }

    /** JSON can carry half a surrogate pair, which is no text and which UTF-8 cannot carry on to the others. */
    static String tidyText(String text) {
        return text.replaceAll("\\p{Cs}", "\uFFFD").strip();
    }
}
