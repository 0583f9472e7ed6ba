package dev.sheetbend.websocket.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates and compares the first messages of a connection; then stops, since that costs more than all else. */
final class InflatingCheck implements PayloadCheck {
    /** What the sender leaves out at the end of each message (RFC 7692, 7.2.2). */
    private static final byte[] FLUSH = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Traffic sent;
    private final long verified;
    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private boolean active = true;

    /** @param verified of how many messages, from 1 */
    InflatingCheck(Traffic sent, long verified) {
        this.sent = sent;
        this.verified = verified;
    }

    /** Whoever has agreed to compress may send messages as they are, but is measured at compressing them. */
    @Override
    public void begin(long message, boolean deflated) throws WrongAnswerException {
        if (!deflated) {
            throw new WrongAnswerException("The answer to message " + message + " is not compressed");
        }
        payload.reset();
    }

    @Override
    public void payload(long message, ByteBuffer input, int length) {
        if (active) {
            byte[] part = new byte[length];
            input.get(part);
            payload.writeBytes(part);
        } else {
            input.position(input.position() + length);
        }
    }

    @Override
    public void end(long message) throws WrongAnswerException {
        if (!active) {
            return;
        }
        byte[] expected = sent.messages().payloads().get((int) (message % sent.count()));
        int difference = Arrays.mismatch(inflated(message, expected.length), expected);
        if (difference >= 0) {
            throw new WrongAnswerException(
                    "The answer to message %d differs from it at byte %d, inflated".formatted(message, difference));
        }
        if (message + 1 == verified) {
            release();
        }
    }

    @Override
    public void release() {
        active = false;
        inflater.end();
    }

    private byte[] inflated(long message, int expectedLength) throws WrongAnswerException {
        payload.writeBytes(FLUSH);
        // One byte more than is expected, so that a text that is too long is seen.
        byte[] text = new byte[expectedLength + 1];
        int length = 0;
        inflater.setInput(payload.toByteArray());
        try {
            for (int more = -1; more != 0; length += more) {
                more = inflater.inflate(text, length, text.length - length);
            }
        } catch (DataFormatException e) {
            throw new WrongAnswerException("The answer to message " + message + " is not deflated as it says", e);
        }
        if (!sent.agreement().serverTakeover()) {
            inflater.reset();
        }
        return Arrays.copyOf(text, length);
    }
}
