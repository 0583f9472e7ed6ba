package dev.sheetbend.websocket.tck.malformed;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an echo endpoint does with the frames of a client. */
public sealed interface FrameOutcome {
    /** In a set of close codes: the Close frame has no code. */
    int NO_CODE = 1005;

    /**
     * The server sends a Close frame with one of these codes, perhaps after other frames, and ends the connection.
     */
    record ClosedWith(Set<Integer> codes) implements FrameOutcome {}

    /**
     * The frames are legal: each message comes back, in order, and the connection stays open.
     *
     * @param echoes the messages that come back
     * @param lastPong the payload in hex of the Pong that answers the last Ping; earlier ones may be skipped (RFC
     *     6455, 5.5.3); empty when there is no Ping
     */
    record Answered(List<Message> echoes, Optional<String> lastPong) implements FrameOutcome {}

    /**
     * The client goes away in the middle of it, and the server ends the connection as well.
     *
     * @param reset whether the client resets the connection rather than end its side
     */
    record Abandoned(boolean reset) implements FrameOutcome {}

    /**
     * A message that was put together from its frames.
     *
     * @param opcode 1 for text, 2 for binary
     * @param hex its payload
     */
    record Message(int opcode, String hex) {
        @Override
        public String toString() {
            String start = hex.length() > 64 ? hex.substring(0, 64) + "..." : hex;
            return "opcode " + opcode + ", " + hex.length() / 2 + " bytes: " + start;
        }
    }

    static FrameOutcome closedWith(Integer... codes) {
        return new ClosedWith(Set.of(codes));
    }

    static FrameOutcome echoed(Message... messages) {
        return new Answered(List.of(messages), Optional.empty());
    }
}
