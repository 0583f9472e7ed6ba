package dev.sheetbend.websocket.benchmarks.client;

import dev.sheetbend.websocket.benchmarks.load.Agreement;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Compares the first answers of a connection with what was sent, so that no server is measured that answers something
 * else; then stops, since inflating costs more than all else that the client does. Not thread safe.
 */
final class Verifier {
    /** What the sender leaves out at the end of each message (RFC 7692, 7.2.2). */
    private static final byte[] FLUSH = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final FrameCycle sent;
    private final Agreement agreement;
    private final long count;
    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private boolean active;
    private boolean compressed;

    /** @param count of messages that are compared */
    Verifier(FrameCycle sent, Agreement agreement, long count) {
        this.sent = sent;
        this.agreement = agreement;
        this.count = count;
        active = count > 0;
        if (!active) {
            inflater.end();
        }
    }

    void begin(boolean ofCompressedMessage) {
        compressed = ofCompressedMessage;
        payload.reset();
    }

    void add(byte[] array, int offset, int length) {
        if (active) {
            payload.write(array, offset, length);
        }
    }

    void finish(long message) {
        if (!active) {
            return;
        }
        byte[] expected = sent.text(message);
        byte[] actual = compressed ? inflated(expected.length) : payload.toByteArray();
        if (!Arrays.equals(actual, expected)) {
            throw new IllegalStateException("The answer to message " + message + " is not what was sent");
        }
        if (message + 1 == count) {
            end();
        }
    }

    void end() {
        active = false;
        inflater.end();
    }

    private byte[] inflated(int expectedLength) {
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
            throw new IllegalStateException("An answer is not deflated as it says", e);
        }
        if (!agreement.serverTakeover()) {
            inflater.reset();
        }
        return Arrays.copyOf(text, length);
    }
}
