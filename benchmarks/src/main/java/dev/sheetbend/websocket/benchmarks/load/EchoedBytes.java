package dev.sheetbend.websocket.benchmarks.load;

import java.nio.ByteBuffer;

/** The answers of a server that knows of no frames: the same bytes, masks and all. */
final class EchoedBytes implements Answers {
    private final Traffic sent;
    private final ByteBuffer expected;
    private final int first;
    private int position;
    private int next;
    private long messages;

    /** @param first which message of the traffic is the first one */
    EchoedBytes(Traffic sent, int first) {
        this.sent = sent;
        this.first = first;
        expected = sent.wire();
        restart();
    }

    @Override
    public void read(ByteBuffer input) throws WrongAnswerException {
        int end = input.limit();
        while (input.position() < end) {
            int length = Math.min(end - input.position(), sent.wireEnd(next) - position);
            input.limit(input.position() + length);
            expected.clear().position(position).limit(position + length);
            int difference = input.mismatch(expected);
            if (difference >= 0) {
                throw new WrongAnswerException("Byte %d of message %d came back as 0x%02x and not as 0x%02x"
                        .formatted(
                                position + difference - sent.wireStart(next),
                                messages,
                                input.get(input.position() + difference),
                                expected.get(position + difference)));
            }
            input.position(input.limit());
            position += length;
            if (position == sent.wireEnd(next)) {
                proceed();
            }
        }
    }

    private void proceed() {
        messages++;
        next++;
        if (next == sent.count()) {
            next = 0;
            position = 0;
        }
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public boolean closed() {
        return false;
    }

    @Override
    public boolean answersClose() {
        return false;
    }

    @Override
    public final void restart() {
        messages = 0;
        next = first;
        position = sent.wireStart(first);
    }

    @Override
    public void release() {
        // Holds nothing.
    }
}
