package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import java.io.IOException;
import java.io.Writer;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Sends one text message as it is written, a frame for each full buffer and each flush; closing ends the message. When
 * nothing was written, nothing is sent. One thread at a time.
 */
final class SendWriter extends Writer {
    private static final int BUFFER_SIZE = 4 * 1024;

    private final Supplier<SendQueue> queue;
    private final PartialText parts;
    private final StringBuilder buffer = new StringBuilder();
    private boolean used;
    private boolean closed;

    SendWriter(Supplier<SendQueue> queue, Treatment treatment) {
        this.queue = queue;
        this.parts = new PartialText(this, treatment);
    }

    @Override
    public void write(char[] array, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, array.length);
        requireOpen();
        used = true;
        int done = 0;
        while (done < length) {
            if (buffer.length() >= BUFFER_SIZE) {
                send(false);
            }
            int count = Math.min(length - done, BUFFER_SIZE - buffer.length());
            buffer.append(array, offset + done, count);
            done += count;
        }
    }

    @Override
    public void flush() throws IOException {
        requireOpen();
        if (buffer.length() > 0) {
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
        parts.send(buffer.toString(), last, this, queue.get());
        buffer.setLength(0);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The message has been ended by closing its writer.");
        }
    }
}
