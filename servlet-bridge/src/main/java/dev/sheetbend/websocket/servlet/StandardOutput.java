package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.session.Transport;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The write side of a {@link StandardTransport}: one write at a time goes out in pieces as the stream takes them, is
 * flushed, and is complete when the stream is ready again. Whoever brings news (a write, a callback, a close) takes
 * a turn; {@link #turns} lets one thread work at a time and makes it look again for the others. With TLS on Undertow it is
 * always the I/O thread that works, see {@link StreamHabits#UNDERTOW}.
 */
final class StandardOutput implements WriteListener {
    /** The most bytes that are given to the stream at once: it copies what the socket does not take. */
    private static final int PIECE = 64 * 1024;

    private final StandardTransport transport;
    private final ServletOutputStream out;
    private final StreamHabits habits;
    private final CallbackGate gate;
    private final boolean undertowTls;
    private final Optional<UndertowSink> undertowSink;

    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile Thread turnOwner;

    // The write in flight: written by its caller before handedOver is set, afterwards owned by the thread whose turn it
    // is.
    private ByteBuffer[] buffers;
    private int count;
    private int index;
    private boolean flushed;
    private Transport.WriteListener listener;
    private volatile boolean handedOver;

    // News for the thread whose turn it is.
    private volatile boolean started;
    private volatile boolean closing;
    private volatile IOException failure;

    /** How often the container has called back; guarded by the gate's lock, and so are writes of {@link #waiting}. */
    private int callbacks;

    // Owned by the thread whose turn it is.
    private boolean answerFlushed;
    private boolean outputEnded;
    private boolean cutOff;

    private volatile boolean waiting;

    /**
     * @param secure whether the connection is encrypted
     */
    StandardOutput(
            StandardTransport transport,
            ServletOutputStream out,
            StreamHabits habits,
            CallbackGate gate,
            boolean secure) {
        this.transport = transport;
        this.out = out;
        this.habits = habits;
        this.gate = gate;
        answerFlushed = habits != StreamHabits.SPECIFIED;
        undertowTls = secure && habits == StreamHabits.UNDERTOW;
        undertowSink = undertowTls ? UndertowSink.of(out) : Optional.empty();
    }

    @Override
    public void onWritePossible() {
        gate.run(this::writePossible, transport::worthLingering);
    }

    @Override
    public void onError(Throwable cause) {
        gate.run(() -> transport.end(StandardInput.causeOf(cause)), transport::worthLingering);
        if (habits == StreamHabits.UNDERTOW) {
            // Otherwise it tries the same write again, in a loop without end on the I/O thread of many connections.
            throw new StopRetrying(cause);
        }
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
        index = 0;
        flushed = false;
        listener = newListener;
        handedOver = true;
        takeTurn();
    }

    /** Ends the output in order when the write in flight has completed. */
    void close() {
        closing = true;
        takeTurn();
    }

    /** Fails the write in flight and all that follow, then cuts the connection off. */
    void fail(IOException cause) {
        failure = cause;
        takeTurn();
    }

    /** Whether a write waits for a callback of the container. */
    boolean waiting() {
        return waiting;
    }

    private void writePossible() {
        // Before started is set, because from then on other threads would write if they did not know better.
        transport.calledBack();
        gate.lock().lock();
        try {
            started = true;
            callbacks++;
            waiting = false;
        } finally {
            gate.lock().unlock();
        }
        takeTurn();
        transport.writePossible();
    }

    private void takeTurn() {
        if (turns.getAndIncrement() == 0) {
            workOff(false);
        }
    }

    /**
     * @param atHome whether the turn has been handed to the container's own thread
     */
    private void workOff(boolean atHome) {
        int seen = 1;
        do {
            // Asked in each round: the container may have called back for the first time since the last one.
            boolean mayTouchStream = started;
            if (mayTouchStream && undertowTls && !atHome && !transport.isHome()) {
                transport.executeAtHome(() -> workOff(true));
                return;
            }
            turnOwner = Thread.currentThread();
            work(mayTouchStream);
            turnOwner = null;
            seen = turns.addAndGet(-seen);
        } while (seen != 0);
        gate.changed();
    }

    /** Whether some other thread has the turn, and may be about to close the connection. */
    boolean othersTurn() {
        // Without an owner it has just begun or is about to end.
        return turns.get() != 0 && turnOwner != Thread.currentThread();
    }

    /**
     * @param mayTouchStream whether the container has called back
     */
    private void work(boolean mayTouchStream) {
        if (failure != null) {
            failPending(failure);
            if (!cutOff) {
                cutOff = true;
                transport.cutOff();
            }
            return;
        }
        int seen = callbacks();
        if (handedOver && !mayTouchStream) {
            await(seen);
        } else if (mayTouchStream) {
            try {
                if (!answerFlushed) {
                    flushAnswer();
                }
                if (handedOver) {
                    advance();
                }
            } catch (IOException | RuntimeException e) {
                // Comes round again as news for this very turn.
                transport.end(broken(e));
            }
        }
        if (closing && !handedOver && !outputEnded && (mayTouchStream || habits != StreamHabits.UNDERTOW)) {
            outputEnded = true;
            transport.endOutput();
        }
    }

    /** GlassFish keeps the answer to the handshake until the first flush of the upgraded connection. */
    private void flushAnswer() throws IOException {
        if (out.isReady()) {
            answerFlushed = true;
            out.flush();
        }
    }

    private void advance() throws IOException {
        int seen = callbacks();
        while (out.isReady()) {
            if (index < count) {
                writePiece(buffers[index]);
            } else if (!flushed) {
                flushed = true;
                out.flush();
            } else if (undertowSink.isPresent() && !undertowSink.get().flush()) {
                undertowSink.get().askForCallback();
                break;
            } else {
                complete();
                return;
            }
        }
        await(seen);
    }

    private int callbacks() {
        gate.lock().lock();
        try {
            return callbacks;
        } finally {
            gate.lock().unlock();
        }
    }

    /**
     * The write needs a callback, unless that has come since they were counted: then it is this very turn that is taken
     * again, and a callback that stays for the worker must not be told to go.
     */
    private void await(int seen) {
        gate.lock().lock();
        try {
            waiting = callbacks == seen;
        } finally {
            gate.lock().unlock();
        }
        gate.changed();
    }

    private void writePiece(ByteBuffer buffer) throws IOException {
        int length = Math.min(buffer.remaining(), PIECE);
        if (length > 0) {
            byte[] array = buffer.array();
            int from = buffer.arrayOffset() + buffer.position();
            buffer.position(buffer.position() + length);
            if (habits == StreamHabits.UNDERTOW) {
                out.write(length == array.length ? array : Arrays.copyOfRange(array, from, from + length));
            } else {
                out.write(array, from, length);
            }
        }
        if (!buffer.hasRemaining()) {
            index++;
        }
    }

    private void complete() {
        Transport.WriteListener told = release();
        told.writeCompleted();
    }

    private void failPending(IOException cause) {
        if (handedOver) {
            release().writeFailed(cause);
        }
    }

    private Transport.WriteListener release() {
        Transport.WriteListener told = listener;
        waiting = false;
        buffers = null;
        listener = null;
        handedOver = false;
        claimed.set(false);
        return told;
    }

    private static IOException broken(Exception e) {
        return e instanceof IOException io ? io : new IOException("The connection failed", e);
    }

    /** Ends Undertow's handling of an event; it is caught and logged there. */
    private static final class StopRetrying extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StopRetrying(Throwable cause) {
            super("A peer has ended its connection while a write was under way: " + cause, null, false, false);
        }
    }
}
