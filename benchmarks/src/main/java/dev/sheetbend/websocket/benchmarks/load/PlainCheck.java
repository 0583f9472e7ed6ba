package dev.sheetbend.websocket.benchmarks.load;

import java.nio.ByteBuffer;

/** Compares every byte of payloads that are not compressed, where they lie. */
final class PlainCheck implements PayloadCheck {
    private final Traffic sent;
    private final ByteBuffer expected;
    private final int first;
    /** Of the next byte in all payloads. */
    private int position;

    private int end;
    private boolean begun;

    /** @param first which message of the traffic is the first one */
    PlainCheck(Traffic sent, int first) {
        this.sent = sent;
        this.first = first;
        expected = sent.payloads();
    }

    @Override
    public void begin(long message, boolean deflated) {
        begun = false;
    }

    @Override
    public void payload(long message, ByteBuffer input, int length) throws WrongAnswerException {
        locate(message);
        if (length > end - position) {
            throw new WrongAnswerException("The answer to message " + message + " is longer than it");
        }
        int limit = input.limit();
        input.limit(input.position() + length);
        expected.clear().position(position).limit(position + length);
        int difference = input.mismatch(expected);
        if (difference >= 0) {
            throw new WrongAnswerException("Byte %d of the answer to message %d is 0x%02x and not 0x%02x"
                    .formatted(
                            position + difference - sent.payloadStart(index(message)),
                            message,
                            input.get(input.position() + difference),
                            expected.get(position + difference)));
        }
        input.position(input.limit()).limit(limit);
        position += length;
    }

    @Override
    public void end(long message) throws WrongAnswerException {
        locate(message);
        if (position != end) {
            throw new WrongAnswerException(
                    "The answer to message " + message + " is " + (end - position) + " bytes shorter than it");
        }
    }

    private void locate(long message) {
        if (!begun) {
            int index = index(message);
            position = sent.payloadStart(index);
            end = sent.payloadEnd(index);
            begun = true;
        }
    }

    private int index(long message) {
        return (int) ((message + first) % sent.count());
    }

    @Override
    public void release() {
        // Holds nothing.
    }
}
