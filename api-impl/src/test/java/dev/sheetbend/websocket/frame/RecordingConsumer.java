package dev.sheetbend.websocket.frame;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes down the frames that a parser finds, and checks the order of its calls. */
final class RecordingConsumer implements FrameConsumer {
    private final List<String> frames = new ArrayList<>();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private String header = "";

    /** One line for each header: FIN, reserved bits, opcode, length; and behind it the payload when it is complete. */
    List<String> frames() {
        return frames;
    }

    @Override
    public void frameHeader(FrameHeader next) {
        if (!header.isEmpty()) {
            throw new AssertionError("A header inside of a frame.");
        }
        header = (next.fin() ? "FIN " : "") + next.rsv() + " " + next.opcode() + " " + next.payloadLength();
        frames.add(header);
        payload.reset();
    }

    @Override
    public void framePayload(byte[] array, int offset, int length, boolean endOfFrame) {
        if (header.isEmpty()) {
            throw new AssertionError("A payload without a header.");
        }
        if (length == 0 && !(endOfFrame && payload.size() == 0)) {
            throw new AssertionError("An empty slice that is not an empty payload.");
        }
        payload.write(array, offset, length);
        if (endOfFrame) {
            frames.set(frames.size() - 1, header + " " + Bytes.toHex(payload.toByteArray(), 0, payload.size()));
            header = "";
        }
    }
}
