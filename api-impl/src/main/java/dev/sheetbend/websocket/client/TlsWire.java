package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.buffer.BufferPool;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over another wire, by the platform's {@link SSLEngine}. Either direction may bring up work for the other: a key
 * update or an alert that is to be sent because of what came, a renegotiation that stops a write until something comes.
 * While nothing is under way it holds no buffer.
 */
final class TlsWire implements Wire {
    private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

    private final Wire below;
    private final SSLEngine engine;
    private final Object tasksLock = new Object();

    // Read side.
    private volatile int readSize;
    private final TlsBuffer received;
    private boolean inputEnded;
    /** Whether a message of the handshake that comes now would begin another one. */
    private boolean mayBeginAnew;

    // Write side.
    private final TlsBuffer toSend;
    private volatile boolean outputEnding;
    private volatile boolean parked;

    private volatile Executor tasks = Runnable::run;
    private volatile Runnable goOn = () -> {};

    /** What one unwrap came to. */
    private enum Step {
        PROGRESS,
        PRODUCED,
        NEEDS_BYTES,
        NEEDS_ROOM,
        CLOSED
    }

    /**
     * @param engine in client mode, with its parameters set
     */
    TlsWire(Wire below, SSLEngine engine, BufferPool pool) {
        this.below = below;
        this.engine = engine;
        this.received = new TlsBuffer(pool);
        this.toSend = new TlsBuffer(pool);
        this.readSize = engine.getSession().getApplicationBufferSize();
    }

    /**
     * Takes the handshake as far as it goes now. One thread does the whole of it, and neither reads nor writes meanwhile.
     *
     * @return which operation of {@link SelectionKey} to wait for, or 0 when the handshake is through
     * @throws SSLException when it failed; the peer has been told if it could be
     */
    int handshake() throws IOException {
        try {
            while (true) {
                if (flush() != Progress.DONE) {
                    return SelectionKey.OP_WRITE;
                }
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> wrap(NOTHING, 0, 0);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (!unwrapHandshake()) {
                            return SelectionKey.OP_READ;
                        }
                    }
                    default -> {
                        requireOpen();
                        readSize = Math.max(readSize, engine.getSession().getApplicationBufferSize());
                        // TLS 1.3 has no second handshake; what comes behind the first are tickets and new keys.
                        mayBeginAnew = !engine.getSession().getProtocol().equals("TLSv1.3");
                        return 0;
                    }
                }
            }
        } catch (SSLException e) {
            sendAlert(e);
            throw e;
        }
    }

    /** Begins the handshake. */
    void begin() throws SSLException {
        engine.beginHandshake();
    }

    private void requireOpen() throws SSLException {
        if (engine.isInboundDone() || engine.isOutboundDone()) {
            throw new SSLException("The server ended the TLS connection during its handshake.");
        }
    }

    private boolean unwrapHandshake() throws IOException {
        Step step = received.isEmpty() ? Step.NEEDS_BYTES : unwrap(NO_ROOM);
        if (step != Step.NEEDS_BYTES) {
            return true;
        }
        int count = fill();
        if (count < 0) {
            throw new EOFException("The server ended the connection during the TLS handshake.");
        }
        return count > 0;
    }

    /** The engine has an alert to send when it has thrown; the connection is lost anyway, so this is one attempt. */
    private void sendAlert(SSLException cause) {
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING, 0, 0);
                flush();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    // Reading

    @Override
    public int readSize() {
        return readSize;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int start = into.position();
        while (!inputEnded) {
            Step step = received.isEmpty() ? Step.NEEDS_BYTES : unwrap(into);
            switch (step) {
                case PRODUCED -> {
                    return into.position() - start;
                }
                case NEEDS_ROOM -> {
                    readSize = Math.max(2 * readSize, engine.getSession().getApplicationBufferSize());
                    return NEEDS_ROOM;
                }
                case NEEDS_BYTES -> {
                    int count = fill();
                    if (count == 0) {
                        received.releaseIfEmpty();
                        return 0;
                    }
                    if (count < 0) {
                        inputEnded = true;
                        // Throws when the peer did not say that this is the end: somebody may have cut the stream.
                        engine.closeInbound();
                    }
                }
                case CLOSED -> inputEnded = true;
                case PROGRESS -> {}
            }
        }
        return -1;
    }

    private Step unwrap(ByteBuffer into) throws SSLException {
        SSLEngineResult result = engine.unwrap(received.readable(), into);
        refuseAnotherHandshake(result);
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
        } else if (result.getStatus() == SSLEngineResult.Status.OK && result.bytesConsumed() == 0) {
            throw new SSLException("The TLS connection stands still.");
        }
        return switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> Step.NEEDS_BYTES;
            case BUFFER_OVERFLOW -> Step.NEEDS_ROOM;
            case CLOSED -> Step.CLOSED;
            case OK -> result.bytesProduced() > 0 ? Step.PRODUCED : Step.PROGRESS;
        };
    }

    /** A server could change its certificate that way, in the middle of a conversation. */
    private void refuseAnotherHandshake(SSLEngineResult result) throws SSLException {
        HandshakeStatus status = result.getHandshakeStatus();
        boolean wanted = status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP;
        if (mayBeginAnew && wanted && result.getStatus() == SSLEngineResult.Status.OK && !outputEnding) {
            throw new SSLException("The server began another TLS handshake, which is refused.");
        }
    }

    private int fill() throws IOException {
        return below.read(received.writable(engine.getSession().getPacketBufferSize()));
    }

    @Override
    public void releaseInput() {
        received.release();
        below.releaseInput();
    }

    // Writing

    @Override
    public Progress write(ByteBuffer[] buffers, int from, int count) throws IOException {
        parked = false;
        while (true) {
            Progress flushed = flush();
            if (flushed != Progress.DONE) {
                return flushed;
            }
            boolean more = hasRemaining(buffers, from, count);
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                handTasksOver();
                return more ? Progress.LATER : Progress.DONE;
            }
            if (!more && status != HandshakeStatus.NEED_WRAP) {
                return Progress.DONE;
            }
            if (more && engine.isOutboundDone()) {
                throw new SSLException("The TLS connection is closed.");
            }
            if (!wrap(buffers, from, count) && !mayGoOn()) {
                return more ? Progress.LATER : Progress.DONE;
            }
        }
    }

    /** Fills the buffer with records; false when the engine makes none now. */
    private boolean wrap(ByteBuffer[] buffers, int from, int count) throws SSLException {
        boolean made = false;
        int room = engine.getSession().getPacketBufferSize();
        while (true) {
            SSLEngineResult result = engine.wrap(buffers, from, count, toSend.writable(room));
            switch (result.getStatus()) {
                case BUFFER_OVERFLOW -> {
                    if (!toSend.isEmpty()) {
                        return true;
                    }
                    room = Math.max(2 * room, engine.getSession().getPacketBufferSize());
                }
                case OK -> {
                    made |= result.bytesProduced() > 0;
                    boolean idle = !hasRemaining(buffers, from, count)
                            && result.getHandshakeStatus() != HandshakeStatus.NEED_WRAP;
                    if (result.bytesProduced() == 0 || idle || toSend.room() < room) {
                        return made;
                    }
                }
                default -> {
                    return made || result.bytesProduced() > 0;
                }
            }
        }
    }

    /** A write has to wait until something has come; perhaps it has, meanwhile. */
    private boolean mayGoOn() {
        parked = true;
        HandshakeStatus now = engine.getHandshakeStatus();
        return now != HandshakeStatus.NEED_UNWRAP && now != HandshakeStatus.NEED_UNWRAP_AGAIN;
    }

    private Progress flush() throws IOException {
        if (toSend.isEmpty()) {
            return Progress.DONE;
        }
        Progress progress = below.write(new ByteBuffer[] {toSend.readable()}, 0, 1);
        toSend.releaseIfEmpty();
        return progress;
    }

    private static boolean hasRemaining(ByteBuffer[] buffers, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean wantsOutput() {
        return parked || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP || below.wantsOutput();
    }

    @Override
    public Progress endOutput() throws IOException {
        outputEnding = true;
        engine.closeOutbound();
        Progress progress = write(NOTHING, 0, 0);
        return progress == Progress.DONE ? below.endOutput() : progress;
    }

    @Override
    public void breakOff() {
        below.breakOff();
    }

    @Override
    public void releaseOutput() {
        toSend.release();
        below.releaseOutput();
    }

    // Tasks

    @Override
    public void whenWritesWait(Executor executor, Runnable whenItCanGoOn) {
        tasks = executor;
        goOn = whenItCanGoOn;
        below.whenWritesWait(executor, whenItCanGoOn);
    }

    /** Whoever comes second waits for the first: the engine's status does not change before a task has run. */
    private void runTasks() {
        synchronized (tasksLock) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        }
    }

    private void handTasksOver() throws IOException {
        try {
            tasks.execute(() -> {
                runTasks();
                goOn.run();
            });
        } catch (RejectedExecutionException e) {
            throw new IOException("The WebSocket container has stopped", e);
        }
    }
}
