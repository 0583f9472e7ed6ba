package dev.sheetbend.websocket.tck.malformed;

import com.jcraft.jzlib.GZIPException;
import com.jcraft.jzlib.JZlib;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * What one side of a connection with permessage-deflate does with messages (RFC 7692, 7.2.1 and 7.2.2). It deflates with the
 * JDK's class. It inflates with one that has a window of exactly the size that was agreed on, so that a peer which
 * reaches further back gives wrong bytes. For one thread.
 */
public final class RawDeflate implements Closeable {
    /** The largest window, 2^15 bytes. */
    public static final int MAX_BITS = 15;

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    private final int ownBits;
    private final boolean ownTakeover;
    private final int peerBits;
    private final boolean peerTakeover;

    private com.jcraft.jzlib.Inflater inflater;

    /**
     * @param ownBits of the window of what is deflated, 8 to 15
     * @param ownTakeover whether a message may refer to earlier ones
     * @param peerBits of the window of what is inflated, 8 to 15
     * @param peerTakeover the same for the peer
     */
    public RawDeflate(int ownBits, boolean ownTakeover, int peerBits, boolean peerTakeover) {
        this.ownBits = ownBits;
        this.ownTakeover = ownTakeover;
        this.peerBits = peerBits;
        this.peerTakeover = peerTakeover;
    }

    /** One message of a connection without context takeover. */
    public static byte[] message(byte[] plain) {
        try (var deflate = new RawDeflate(MAX_BITS, false, MAX_BITS, false)) {
            return deflate.deflate(plain);
        }
    }

    /** The payload of the message with these bytes. */
    public byte[] deflate(byte[] plain) {
        if (!ownTakeover) {
            deflater.reset();
        }
        var out = new ByteArrayOutputStream();
        int window = 1 << ownBits;
        for (int at = 0; at < plain.length; at += window) {
            deflater.setInput(plain, at, Math.min(window, plain.length - at));
            // The JDK's window is always the largest: a full flush forgets what a smaller one does not hold.
            write(ownBits == MAX_BITS ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH, out);
        }
        byte[] deflated = out.toByteArray();
        // RFC 7692, 7.2.3.6: an empty block, of which the tail is cut off.
        return deflated.length == 0 ? new byte[1] : Arrays.copyOf(deflated, deflated.length - TAIL.length);
    }

    private void write(int flush, ByteArrayOutputStream out) {
        byte[] buffer = new byte[4096];
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, count);
        } while (count == buffer.length);
    }

    /**
     * The bytes of the message with this payload.
     *
     * @throws IOException when it is not what a peer may send
     */
    public byte[] inflate(byte[] deflated) throws IOException {
        if (inflater == null || !peerTakeover) {
            inflater = newInflater();
        }
        byte[] input = Arrays.copyOf(deflated, deflated.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, deflated.length, TAIL.length);
        var out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        inflater.setInput(input, false);
        int count;
        do {
            inflater.setOutput(buffer);
            int result = inflater.inflate(JZlib.Z_SYNC_FLUSH);
            if (result != JZlib.Z_OK && result != JZlib.Z_BUF_ERROR) {
                throw new IOException("Inflating ended with " + result + ": " + inflater.getMessage());
            }
            count = inflater.getNextOutIndex();
            out.write(buffer, 0, count);
        } while (count == buffer.length);
        if (inflater.getAvailIn() > 0) {
            throw new IOException(inflater.getAvailIn() + " bytes behind the end of the message");
        }
        return out.toByteArray();
    }

    private com.jcraft.jzlib.Inflater newInflater() throws IOException {
        try {
            return new com.jcraft.jzlib.Inflater(peerBits, true);
        } catch (GZIPException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
