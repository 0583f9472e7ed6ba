package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.client.Wire.Progress;
import dev.sheetbend.websocket.session.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The write side of a {@link ClientTransport}: one write at a time goes out on its caller's thread as far as the wire takes
 * it, and on the loop's thread from there. Whoever brings news takes a turn; {@link #turns} lets one thread work at a time
 * and makes it look again for the others.
 */
final class ClientOutput {
    private final ClientTransport transport;
    private final Wire wire;

    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicBoolean claimed = new AtomicBoolean();

    // The write in flight: written by its caller before handedOver is set, afterwards owned by the thread whose turn it
    // is.
    private ByteBuffer[] buffers;
    private int count;
    private Transport.WriteListener listener;
    private volatile boolean handedOver;

    // News for the thread whose turn it is.
    private volatile boolean closing;
    private volatile IOException failure;

    // Owned by the thread whose turn it is.
    private boolean outputEnded;
    private boolean released;

    ClientOutput(ClientTransport transport, Wire wire) {
        this.transport = transport;
        this.wire = wire;
    }

    void write(ByteBuffer[] newBuffers, int newCount, Transport.WriteListener newListener) {
        if (closing || failure != null) {
            newListener.writeFailed(failure != null ? failure : new IOException("The connection is closing"));
            return;
        }
        if (!claimed.compareAndSet(false, true)) {
            throw new IllegalStateException("The write before has not completed.");
        }
        buffers = newBuffers;
        count = newCount;
        listener = newListener;
        handedOver = true;
        goOn();
    }

    /** Ends the output in order when the write in flight has completed. */
    void close() {
        closing = true;
        goOn();
    }

    /** Fails the write in flight and all that follow. */
    void fail(IOException cause) {
        failure = cause;
        goOn();
    }

    /** Looks whether something can be written. Any thread, never blocks. */
    void goOn() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            work();
            seen = turns.addAndGet(-seen);
        } while (seen != 0);
    }

    private void work() {
        if (failure == null) {
            try {
                advance();
            } catch (IOException | RuntimeException e) {
                // Comes round again as news for this very turn.
                transport.end(e instanceof IOException io ? io : new IOException("The connection failed", e));
            }
        }
        if (failure != null) {
            if (handedOver) {
                release().writeFailed(failure);
            }
            if (!released) {
                released = true;
                wire.releaseOutput();
                transport.outputReleased();
            }
        }
    }

    private void advance() throws IOException {
        if (handedOver) {
            if (isThrough(wire.write(buffers, 0, count))) {
                release().writeCompleted();
            }
        } else if (!outputEnded && !closing) {
            // What TLS has to say by itself.
            isThrough(wire.write(Wire.NOTHING, 0, 0));
        }
        if (closing && !handedOver && !outputEnded && isThrough(wire.endOutput())) {
            outputEnded = true;
            transport.outputEnded();
        }
    }

    private boolean isThrough(Progress progress) {
        if (progress == Progress.FULL) {
            transport.wantWritable();
        }
        return progress == Progress.DONE;
    }

    private Transport.WriteListener release() {
        Transport.WriteListener told = listener;
        buffers = null;
        listener = null;
        handedOver = false;
        claimed.set(false);
        return told;
    }
}
