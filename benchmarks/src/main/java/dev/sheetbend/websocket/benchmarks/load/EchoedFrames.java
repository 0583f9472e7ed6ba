package dev.sheetbend.websocket.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * The answers of a WebSocket server: frames without masks (RFC 6455, 5.2), in as many fragments as the server likes,
 * with the payloads that were sent.
 */
final class EchoedFrames implements Answers {
    private static final int SHORTEST_HEADER = 2;
    private static final int LONGEST_CONTROL = 125;

    private final boolean text;
    private final boolean compressed;
    private final PayloadCheck check;

    private final byte[] header = new byte[SHORTEST_HEADER + Long.BYTES];
    private int headerBytes;
    private int headerLength = SHORTEST_HEADER;

    // The frame whose header is whole.
    private boolean inPayload;
    private boolean fin;
    private boolean control;
    private long left;

    private boolean inMessage;
    private boolean closed;
    private long messages;

    /**
     * @param first which message of the traffic is the first one; 0 if they are compressed
     * @param verified how many answers are compared if they are compressed, from the first one on; all others are
     */
    EchoedFrames(Traffic sent, int first, long verified) {
        text = sent.messages().text();
        compressed = sent.agreement().compressed();
        check = compressed ? new InflatingCheck(sent, verified) : new PlainCheck(sent, first);
    }

    @Override
    public void read(ByteBuffer input) throws WrongAnswerException {
        while (input.hasRemaining()) {
            if (!inPayload && !header(input)) {
                return;
            }
            int length = (int) Math.min(left, input.remaining());
            if (control) {
                input.position(input.position() + length);
            } else if (length > 0) {
                check.payload(messages, input, length);
            }
            left -= length;
            if (left == 0) {
                frameEnd();
            }
        }
    }

    private void frameEnd() throws WrongAnswerException {
        inPayload = false;
        if (!control && fin) {
            check.end(messages);
            inMessage = false;
            messages++;
        }
    }

    /** Whether the header is whole. */
    private boolean header(ByteBuffer input) throws WrongAnswerException {
        while (headerBytes < headerLength && input.hasRemaining()) {
            header[headerBytes++] = input.get();
            if (headerBytes == SHORTEST_HEADER) {
                headerLength += more(header[1] & Frames.LENGTH);
            }
        }
        if (headerBytes < headerLength) {
            return false;
        }
        left = length();
        headerBytes = 0;
        headerLength = SHORTEST_HEADER;
        inPayload = true;
        frame(header[0]);
        return true;
    }

    private static int more(int length) {
        return switch (length) {
            case Frames.TWO_MORE -> Short.BYTES;
            case Frames.EIGHT_MORE -> Long.BYTES;
            default -> 0;
        };
    }

    private long length() throws WrongAnswerException {
        if ((header[1] & Frames.MASKED) != 0) {
            throw new WrongAnswerException("A frame of the server is masked");
        }
        if (headerLength == SHORTEST_HEADER) {
            return header[1];
        }
        long length = 0;
        for (int i = SHORTEST_HEADER; i < headerLength; i++) {
            length = length << Byte.SIZE | header[i] & 0xFF;
        }
        if (length < 0) {
            throw new WrongAnswerException("A frame has a length of more than 63 bits");
        }
        return length;
    }

    private void frame(int first) throws WrongAnswerException {
        int opcode = first & Frames.OPCODE;
        boolean deflated = (first & Frames.RSV1) != 0;
        fin = (first & Frames.FIN) != 0;
        control = (opcode & Frames.CONTROL) != 0;
        if ((first & Frames.RSV_OTHERS) != 0 || deflated && (!compressed || opcode == 0 || control)) {
            throw wrong("has reserved bits that nobody has agreed upon", first);
        }
        if (control) {
            control(first, opcode);
            return;
        }
        int expected = inMessage ? Frames.CONTINUATION : text ? Frames.TEXT : Frames.BINARY;
        if (opcode != expected) {
            throw wrong("has another opcode than " + expected, first);
        }
        if (!inMessage) {
            check.begin(messages, deflated);
        }
        inMessage = true;
    }

    private void control(int first, int opcode) throws WrongAnswerException {
        if (!fin || left > LONGEST_CONTROL || opcode > Frames.PONG) {
            throw wrong("is no control frame", first);
        }
        // A ping needs no answer here: no measurement is as long as a server's patience.
        closed |= opcode == Frames.CLOSE;
    }

    private static WrongAnswerException wrong(String what, int first) {
        return new WrongAnswerException("A frame that begins with 0x%02x %s".formatted(first & 0xFF, what));
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public boolean answersClose() {
        return true;
    }

    @Override
    public void restart() {
        messages = 0;
    }

    @Override
    public void release() {
        check.release();
    }
}
