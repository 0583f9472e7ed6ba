package dev.sheetbend.websocket.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a server has made of the offer of permessage-deflate (RFC 7692, 7.1).
 *
 * @param answer its {@code Sec-WebSocket-Extensions}; empty when it has declined
 * @param compressed whether messages may be compressed
 * @param clientTakeover whether the client keeps its window from one message to the next
 * @param serverTakeover whether the server may do so
 */
public record Agreement(String answer, boolean compressed, boolean clientTakeover, boolean serverTakeover) {
    /** No compression. */
    public static final Agreement NONE = new Agreement("", false, false, false);

    private static final String NAME = "permessage-deflate";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    /** The only window that the JDK can deflate with. */
    private static final int WINDOW_BITS = 15;

    /**
     * Reads an answer.
     *
     * @throws WrongAnswerException when it demands a window that this client cannot keep to, or is for something else
     */
    public static Agreement of(String answer) throws WrongAnswerException {
        if (answer.isBlank()) {
            return NONE;
        }
        List<String> parts = new ArrayList<>();
        for (String part : answer.toLowerCase(Locale.ROOT).split(";")) {
            parts.add(part.replaceAll("[\\s\"]", ""));
        }
        if (!parts.get(0).equals(NAME)) {
            throw new WrongAnswerException("The server accepted what was not offered: " + answer);
        }
        for (String part : parts) {
            if (part.startsWith(CLIENT_WINDOW) && !part.equals(CLIENT_WINDOW + "=" + WINDOW_BITS)) {
                throw new WrongAnswerException("The client cannot keep to the window of the answer: " + answer);
            }
        }
        return new Agreement(
                answer.strip(),
                true,
                !parts.contains("client_no_context_takeover"),
                !parts.contains("server_no_context_takeover"));
    }
}
