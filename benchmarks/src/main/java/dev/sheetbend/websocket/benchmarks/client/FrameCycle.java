package dev.sheetbend.websocket.benchmarks.client;

import dev.sheetbend.websocket.benchmarks.load.Agreement;
import dev.sheetbend.websocket.frame.FrameEncoder;
import dev.sheetbend.websocket.frame.FrameHeader;
import dev.sheetbend.websocket.frame.Masker;
import dev.sheetbend.websocket.frame.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * The frames of a list of texts, deflated, masked and one behind another, so that sending costs the client nothing
 * but the write. After the last frame the first one may follow: it was deflated without a window, which is legal at
 * any time. Immutable, any thread.
 */
public final class FrameCycle {
    /** The end of a flushed block that the sender leaves out (RFC 7692, 7.2.1). */
    private static final int FLUSH_BYTES = 4;

    private static final int CHUNK = 64 * 1024;
    private static final long KEYS_SEED = 42;

    private final List<byte[]> texts;
    private final ByteBuffer frames;
    private final int[] ends;

    private FrameCycle(List<byte[]> texts, ByteBuffer frames, int[] ends) {
        this.texts = texts;
        this.frames = frames;
        this.ends = ends;
    }

    /** Prepares texts as a connection with this agreement may send them. */
    public static FrameCycle of(List<byte[]> texts, Agreement agreement) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] ends = new int[texts.size()];
        SplittableRandom keys = new SplittableRandom(KEYS_SEED);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            for (int i = 0; i < ends.length; i++) {
                byte[] payload = texts.get(i);
                int rsv = 0;
                if (agreement.compressed()) {
                    payload = deflate(deflater, payload);
                    rsv = FrameHeader.RSV1;
                    if (!agreement.clientTakeover()) {
                        deflater.reset();
                    }
                }
                bytes.writeBytes(frame(payload, rsv, keys.nextInt()));
                ends[i] = bytes.size();
            }
        } finally {
            deflater.end();
        }
        ByteBuffer frames = ByteBuffer.allocateDirect(bytes.size());
        frames.put(bytes.toByteArray()).flip();
        return new FrameCycle(List.copyOf(texts), frames, ends);
    }

    /** How many messages there are. */
    public int count() {
        return ends.length;
    }

    /** The text of a message; messages beyond the last one are those from the first one on again. */
    public byte[] text(long message) {
        return texts.get((int) (message % ends.length));
    }

    /** The index behind the frame of a message. */
    public int end(int message) {
        return ends[message];
    }

    /** All frames, with a position and a limit of its own. */
    public ByteBuffer frames() {
        return frames.duplicate();
    }

    /** A masked frame with a copy of this payload. */
    static byte[] frame(byte[] payload, int rsv, int key) {
        return masked(payload, rsv, Opcode.TEXT, key);
    }

    /** A Close frame with status 1000. */
    static byte[] close() {
        return masked(new byte[] {0x03, (byte) 0xE8}, 0, Opcode.CLOSE, 1);
    }

    private static byte[] masked(byte[] payload, int rsv, Opcode opcode, int key) {
        int header = FrameEncoder.headerLength(payload.length, true);
        byte[] frame = new byte[header + payload.length];
        FrameEncoder.writeMaskedHeader(frame, 0, true, rsv, opcode, payload.length, key);
        System.arraycopy(payload, 0, frame, header, payload.length);
        Masker.mask(frame, header, payload.length, key);
        return frame;
    }

    private static byte[] deflate(Deflater deflater, byte[] text) {
        byte[] chunk = new byte[CHUNK + text.length];
        deflater.setInput(text);
        int length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
        byte[] payload = new byte[length - FLUSH_BYTES];
        System.arraycopy(chunk, 0, payload, 0, payload.length);
        return payload;
    }
}
