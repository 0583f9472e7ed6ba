package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.frame.Bytes;
import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps what comes out of a stage, and holds it to the order of calls that the interface states. */
final class RecordingStage implements FrameStage {
    /** One frame; the payload as hexadecimal digits, so that it compares and prints well. */
    record Frame(boolean text, boolean first, boolean last, int rsv, long length, String payload) {
        byte[] bytes() {
            return Bytes.hex(payload);
        }
    }

    private final List<Frame> frames = new ArrayList<>();
    private final DataFrame header = new DataFrame();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private boolean withinFrame;
    private boolean withinMessage;
    private int slices;
    private long limit = Long.MAX_VALUE;
    private long received;

    /** What is thrown at a payload that goes over the limit. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Throws as soon as so many bytes have come and one more. */
    RecordingStage limitedTo(long most) {
        limit = most;
        return this;
    }

    @Override
    public void frame(DataFrame frame) {
        assertThat(withinFrame).as("the frame before is complete").isFalse();
        assertThat(frame.first())
                .as("a frame is the first one exactly outside of a message")
                .isEqualTo(!withinMessage);
        header.set(frame.text(), frame.first(), frame.last(), frame.rsv(), frame.length());
        withinFrame = true;
        withinMessage = !frame.last();
        slices = 0;
        payload.reset();
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        assertThat(withinFrame).as("a payload belongs to a frame").isTrue();
        received += length;
        if (received > limit) {
            throw new TooMuch();
        }
        slices++;
        payload.write(array, offset, length);
        if (endOfFrame) {
            withinFrame = false;
            String hex = Bytes.toHex(payload.toByteArray(), 0, payload.size());
            frames.add(new Frame(header.text(), header.first(), header.last(), header.rsv(), header.length(), hex));
        }
    }

    @Override
    public void close() {
        throw new AssertionError("A stage must not close the next one.");
    }

    /** The complete frames. */
    List<Frame> frames() {
        return frames;
    }

    /** The slices of the frame that was begun last. */
    int slices() {
        return slices;
    }

    /** All bytes of payload that have come, refused ones included. */
    long received() {
        return received;
    }

    /** The payloads of the complete frames, one behind another. */
    byte[] bytes() {
        return Bytes.concat(frames.stream().map(Frame::bytes).toArray(byte[][]::new));
    }

    void clear() {
        frames.clear();
    }
}
