package dev.sheetbend.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jzlib.Inflater;
import com.jcraft.jzlib.JZlib;
import dev.sheetbend.websocket.frame.Bytes;
import java.io.ByteArrayOutputStream;

/** Another implementation of DEFLATE, whose window is exactly as large as was agreed. */
final class JzlibInflater {
    private static final byte[] TAIL = Bytes.hex("0000ffff");

    private final Inflater inflater;

    JzlibInflater(int windowBits) {
        try {
            inflater = new Inflater(windowBits, JZlib.W_NONE);
        } catch (com.jcraft.jzlib.GZIPException e) {
            throw new AssertionError(e);
        }
    }

    /** A whole message as it was sent. */
    byte[] message(byte[] payload) {
        return frame(Bytes.concat(payload, TAIL));
    }

    /** Bytes that end on a flush. */
    byte[] frame(byte[] payload) {
        var out = new ByteArrayOutputStream();
        // Small, because more than the window's size at once might hide that the window is too small.
        byte[] some = new byte[64];
        inflater.setInput(payload, 0, payload.length, false);
        int status;
        do {
            inflater.setOutput(some, 0, some.length);
            status = inflater.inflate(JZlib.Z_SYNC_FLUSH);
            out.write(some, 0, some.length - inflater.getAvailOut());
        } while (status == JZlib.Z_OK && (inflater.getAvailIn() > 0 || inflater.getAvailOut() == 0));
        assertThat(status).as(() -> "" + inflater.getMessage()).isIn(JZlib.Z_OK, JZlib.Z_BUF_ERROR);
        assertThat(inflater.getAvailIn()).isZero();
        return out.toByteArray();
    }
}
