package dev.sheetbend.websocket.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sheetbend.websocket.extension.HttpSyntax;
import dev.sheetbend.websocket.spi.Tokens;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the head of a server's answer from bytes that arrive in pieces (RFC 9112, 2 to 5), strictly: lines end with CRLF,
 * and none is folded. Interim answers but for 101 are skipped (RFC 9110, 15.2). Not thread safe.
 */
public final class AnswerParser {
    /** The most bytes that an answer's head has, together with the interim answers before it. */
    public static final int MAX_HEAD = 16 * 1024;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL_STATUS = 200;

    private static final Pattern STATUS_LINE =
            Pattern.compile("(?<version>HTTP/1\\.[0-9]) (?<status>[1-5][0-9]{2})(?: [\\t -~\\x80-\\xff]*)?");

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private Optional<AnswerHead> statusLine = Optional.empty();
    private Optional<AnswerHead> head = Optional.empty();
    private int size;
    private boolean carriageReturn;

    /** The head, once all of it has come. */
    public Optional<AnswerHead> head() {
        return head;
    }

    /**
     * Takes bytes up to the end of the head.
     *
     * @return how many belong to it; those behind are the body's, or WebSocket's
     * @throws AnswerSyntaxException when this is not the head of an HTTP/1.1 answer; the parser is not to be used again
     */
    public int parse(byte[] array, int offset, int length) throws AnswerSyntaxException {
        int taken = 0;
        while (taken < length && head.isEmpty()) {
            accept(array[offset + taken]);
            taken++;
        }
        return taken;
    }

    private void accept(byte next) throws AnswerSyntaxException {
        size++;
        if (size > MAX_HEAD) {
            throw new AnswerSyntaxException("The head of the answer is longer than " + MAX_HEAD + " bytes.");
        }
        if (carriageReturn != (next == '\n')) {
            throw new AnswerSyntaxException("A line of the answer's head does not end with CRLF.");
        }
        if (carriageReturn) {
            carriageReturn = false;
            endLine();
        } else if (next == '\r') {
            carriageReturn = true;
        } else {
            line.write(next);
        }
    }

    private void endLine() throws AnswerSyntaxException {
        String text = line.toString(ISO_8859_1);
        line.reset();
        if (statusLine.isEmpty()) {
            statusLine = Optional.of(statusLine(text));
        } else if (text.isEmpty()) {
            endHead(statusLine.get());
        } else {
            field(text);
        }
    }

    private static AnswerHead statusLine(String text) throws AnswerSyntaxException {
        Matcher matcher = STATUS_LINE.matcher(text);
        if (!matcher.matches()) {
            throw new AnswerSyntaxException("The answer does not begin with a status line of HTTP/1.1.");
        }
        return new AnswerHead(
                matcher.group("version"), Integer.parseInt(matcher.group("status")), Headers.of(Map.of()));
    }

    private void field(String text) throws AnswerSyntaxException {
        int colon = text.indexOf(':');
        // A folded line begins with white space, so it has no token either (RFC 9112, 5.2).
        if (colon < 0 || !Tokens.isToken(text.substring(0, colon))) {
            throw new AnswerSyntaxException("A header line of the answer has no name.");
        }
        String value = HttpSyntax.trim(text.substring(colon + 1));
        if (!ClientHandshake.isFieldValue(value)) {
            throw new AnswerSyntaxException("A header line of the answer has a control character.");
        }
        fields.computeIfAbsent(text.substring(0, colon), absent -> new ArrayList<>())
                .add(value);
    }

    private void endHead(AnswerHead line) {
        if (line.status() < FIRST_FINAL_STATUS && line.status() != SWITCHING_PROTOCOLS) {
            statusLine = Optional.empty();
            fields.clear();
        } else {
            head = Optional.of(new AnswerHead(line.httpVersion(), line.status(), Headers.of(fields)));
        }
    }
}
