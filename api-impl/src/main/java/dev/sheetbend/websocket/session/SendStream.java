package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Sends one binary message as it is written, a frame for each full buffer and each flush; closing ends the message.
 * When nothing was written, nothing is sent. One thread at a time.
 */
final class SendStream extends OutputStream {
    private static final int BUFFER_SIZE = 8 * 1024;

    private final Supplier<SendQueue> queue;
    private final Treatment treatment;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int filled;
    private boolean used;
    private boolean closed;

    SendStream(Supplier<SendQueue> queue, Treatment treatment) {
        this.queue = queue;
        this.treatment = treatment;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] array, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, array.length);
        requireOpen();
        used = true;
        int done = 0;
        while (done < length) {
            if (filled == buffer.length) {
                send(false);
            }
            int count = Math.min(length - done, buffer.length - filled);
            System.arraycopy(array, offset + done, buffer, filled, count);
            filled += count;
            done += count;
        }
    }

    @Override
    public void flush() throws IOException {
        requireOpen();
        if (filled > 0) {
            send(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            if (used) {
                send(true);
            }
        }
    }

    private void send(boolean last) throws IOException {
        byte[] frame = Arrays.copyOf(buffer, filled);
        queue.get()
                .sendBlocking(
                        Outgoing.binary(frame, 0, frame.length, last, this).treated(treatment));
        filled = 0;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The message has been ended by closing its stream.");
        }
    }
}
