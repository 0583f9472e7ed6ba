package dev.sheetbend.websocket.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * Messages as they go over the wire, prepared: deflated if that was agreed upon, in frames, masked, and one behind the
 * other, so that sending costs the client nothing but the write. After the last message the first one may follow: it
 * was deflated without a window, which is legal at any time. Immutable but for the positions of its buffers, which
 * are those of the one thread that uses them.
 */
final class Traffic {
    private static final long KEYS_SEED = 17;
    /** The end of a flushed block that the sender leaves out (RFC 7692, 7.2.1). */
    private static final int FLUSH_BYTES = 4;

    private static final int ROOM = 1024;

    private final Messages messages;
    private final Agreement agreement;
    private final ByteBuffer payloads;
    private final int[] payloadEnds;
    private final ByteBuffer wire;
    private final int[] wireEnds;

    private Traffic(Messages messages, Agreement agreement) {
        this.messages = messages;
        this.agreement = agreement;
        payloadEnds = new int[messages.count()];
        wireEnds = new int[messages.count()];
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        SplittableRandom keys = new SplittableRandom(KEYS_SEED);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            for (int i = 0; i < messages.count(); i++) {
                byte[] payload = messages.payloads().get(i);
                plain.writeBytes(payload);
                payloadEnds[i] = plain.size();
                write(frames, agreement.compressed() ? deflate(deflater, payload) : payload, keys);
                wireEnds[i] = frames.size();
                if (!agreement.clientTakeover()) {
                    deflater.reset();
                }
            }
        } finally {
            deflater.end();
        }
        payloads = direct(plain);
        wire = direct(frames);
    }

    /** Prepares messages as a connection with this agreement may send them. */
    static Traffic of(Messages messages, Agreement agreement) {
        return new Traffic(messages, agreement);
    }

    Messages messages() {
        return messages;
    }

    Agreement agreement() {
        return agreement;
    }

    /** How many messages there are. */
    int count() {
        return wireEnds.length;
    }

    /** All frames, with a position and a limit of its own. */
    ByteBuffer wire() {
        return wire.duplicate();
    }

    /** The index of the first frame of a message. */
    int wireStart(int message) {
        return message == 0 ? 0 : wireEnds[message - 1];
    }

    /** The index behind the last frame of a message. */
    int wireEnd(int message) {
        return wireEnds[message];
    }

    /** All payloads, as they are without compression; with a position and a limit of its own. */
    ByteBuffer payloads() {
        return payloads.duplicate();
    }

    /** The index of the first byte of a message. */
    int payloadStart(int message) {
        return message == 0 ? 0 : payloadEnds[message - 1];
    }

    /** The index behind the last byte of a message. */
    int payloadEnd(int message) {
        return payloadEnds[message];
    }

    private void write(ByteArrayOutputStream frames, byte[] payload, SplittableRandom keys) {
        int opcode = messages.text() ? Frames.TEXT : Frames.BINARY;
        int first = opcode | (agreement.compressed() ? Frames.RSV1 : 0);
        int number = messages.fragments();
        for (int i = 0; i < number; i++) {
            int from = (int) ((long) payload.length * i / number);
            int to = (int) ((long) payload.length * (i + 1) / number);
            int fin = i == number - 1 ? Frames.FIN : 0;
            Frames.write(
                    frames, fin | (i == 0 ? first : Frames.CONTINUATION), payload, from, to - from, keys.nextInt());
        }
    }

    private static byte[] deflate(Deflater deflater, byte[] payload) {
        byte[] chunk = new byte[2 * payload.length + ROOM];
        deflater.setInput(payload);
        int length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
        byte[] deflated = new byte[length - FLUSH_BYTES];
        System.arraycopy(chunk, 0, deflated, 0, deflated.length);
        return deflated;
    }

    private static ByteBuffer direct(ByteArrayOutputStream bytes) {
        return ByteBuffer.allocateDirect(bytes.size()).put(bytes.toByteArray()).flip();
    }
}
