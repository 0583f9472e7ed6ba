package dev.sheetbend.websocket.samples.crc32c;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheetbend.websocket.spi.DataFrame;
import dev.sheetbend.websocket.spi.FrameStage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The end of a chain of stages in a test: keeps what arrives, and holds it to the grammar of {@link FrameStage}. */
final class FrameRecorder implements FrameStage {
    /** A frame that has come as a whole; {@code hex} is its payload. */
    record Frame(boolean text, boolean first, boolean last, int rsv, String hex) {}

    private final boolean overwrites;
    private final List<Frame> frames = new ArrayList<>();
    private final DataFrame header = new DataFrame();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private boolean inFrame;
    private boolean inMessage;

    private FrameRecorder(boolean overwrites) {
        this.overwrites = overwrites;
    }

    /** Behind inbound stages: overwrites each slice, as a stage may. */
    static FrameRecorder inbound() {
        return new FrameRecorder(true);
    }

    /** Behind outbound stages: leaves the slices alone, as a stage must. */
    static FrameRecorder outbound() {
        return new FrameRecorder(false);
    }

    @Override
    public void frame(DataFrame frame) {
        assertThat(inFrame).as("a frame within a frame").isFalse();
        assertThat(frame.first()).as("the first frame of a message").isNotEqualTo(inMessage);
        header.set(frame.text(), frame.first(), frame.last(), frame.rsv(), frame.length());
        payload.reset();
        inFrame = true;
    }

    @Override
    public void payload(byte[] array, int offset, int length, boolean endOfFrame) {
        assertThat(inFrame).as("payload in a frame").isTrue();
        payload.write(array, offset, length);
        if (overwrites) {
            Arrays.fill(array, offset, offset + length, (byte) 0xEE);
        }
        if (!endOfFrame) {
            return;
        }
        if (header.length() != DataFrame.UNKNOWN_LENGTH) {
            assertThat((long) payload.size()).as("announced length").isEqualTo(header.length());
        }
        frames.add(new Frame(
                header.text(),
                header.first(),
                header.last(),
                header.rsv(),
                HexFormat.of().formatHex(payload.toByteArray())));
        inFrame = false;
        inMessage = !header.last();
    }

    /** The frames that have come to their end. */
    List<Frame> frames() {
        return frames;
    }

    /** How many messages have come to their end. */
    long messages() {
        return frames.stream().filter(Frame::last).count();
    }

    /** The payload of all frames. */
    String content() {
        return String.join("", frames.stream().map(Frame::hex).toList());
    }
}
