package dev.sheetbend.websocket.handshake;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The beginning of the body of an answer that is no handshake, for whoever looks for the reason (RFC 9112, 6 and 7). What
 * is wrong with its framing ends it; nobody depends on it. Not thread safe.
 */
public final class AnswerBody {
    private static final int FIRST_FINAL_STATUS = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int MOST_SIZE_DIGITS = 7;
    private static final int HEXADECIMAL = 16;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** What comes next. */
    private enum State {
        /** Bytes of the body, {@link #left} of them. */
        DATA,
        CHUNK_SIZE,
        CHUNK_EXTENSION,
        CHUNK_DATA,
        CHUNK_END,
        DONE
    }

    private final int most;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final StringBuilder digits = new StringBuilder();
    private State state;
    private long left;

    /**
     * @param most how many bytes are kept, 0 or more; those behind are not wanted
     */
    public AnswerBody(AnswerHead head, int most) {
        this.most = most;
        List<String> lengths = head.headers().all(HeaderNames.CONTENT_LENGTH);
        if (head.status() < FIRST_FINAL_STATUS || head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            state = State.DONE;
        } else if (head.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            state = head.headers().hasToken(HeaderNames.TRANSFER_ENCODING, "chunked") ? State.CHUNK_SIZE : State.DATA;
            left = Long.MAX_VALUE;
        } else {
            state = State.DATA;
            boolean known = !lengths.isEmpty() && LENGTH.matcher(lengths.get(0)).matches();
            left = known ? Long.parseLong(lengths.get(0)) : Long.MAX_VALUE;
        }
    }

    /** Whether no more bytes are wanted. */
    public boolean isDone() {
        return state == State.DONE || body.size() >= most || state == State.DATA && left == 0;
    }

    /** Takes the next bytes. */
    public void accept(byte[] array, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end && !isDone()) {
            if (state == State.DATA || state == State.CHUNK_DATA) {
                int count = (int) Math.min(Math.min(end - position, left), most - body.size());
                body.write(array, position, count);
                position += count;
                left -= count;
                if (state == State.CHUNK_DATA && left == 0) {
                    state = State.CHUNK_END;
                }
            } else {
                frame((char) (array[position] & 0xFF));
                position++;
            }
        }
    }

    private void frame(char next) {
        if (state == State.CHUNK_SIZE && Character.digit(next, HEXADECIMAL) >= 0 && next < 0x80) {
            digits.append(next);
            if (digits.length() > MOST_SIZE_DIGITS) {
                state = State.DONE;
            }
        } else if (next == '\n') {
            endLine();
        } else if (state == State.CHUNK_SIZE) {
            state = State.CHUNK_EXTENSION;
        }
    }

    private void endLine() {
        if (state == State.CHUNK_END) {
            state = State.CHUNK_SIZE;
            return;
        }
        left = digits.isEmpty() ? 0 : Integer.parseInt(digits.toString(), HEXADECIMAL);
        digits.setLength(0);
        state = left == 0 ? State.DONE : State.CHUNK_DATA;
    }

    /** What has come so far. */
    public byte[] bytes() {
        return body.toByteArray();
    }
}
