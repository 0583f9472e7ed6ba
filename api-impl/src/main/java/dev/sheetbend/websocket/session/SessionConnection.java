package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.connection.CloseHandshake;
import dev.sheetbend.websocket.connection.ConnectionSink;
import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.connection.ReadHalf;
import dev.sheetbend.websocket.extension.ExtensionStack;
import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import dev.sheetbend.websocket.spi.ExtensionFailure;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;

/**
 * Joins the protocol machine of one connection to its transport and to the session above: bytes go to the read half,
 * control frames are answered here, and every way to end comes through here. {@link Transport.Receiver} methods run on
 * the transport's thread, {@link WriteEvents} and the closing methods on any thread.
 */
final class SessionConnection extends SessionTimers implements Transport.Receiver, ConnectionSink, WriteEvents {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    private final Upper upper;
    private final Role role;
    private final Transport transport;
    private final EndpointGate gate;

    // Read side
    private final ExtensionStack extensions;
    /** Null while it has nothing to remember and nothing comes. */
    private ReadHalf readHalf;

    private volatile boolean readFailed;

    // Write side
    private final SendQueue queue;

    // Closing handshake
    private final CloseHandshake closing = new CloseHandshake();
    private volatile boolean closeWritten;

    /** The session above; called inside the gate unless a method says otherwise. */
    interface Upper {
        void opened();

        MessageSink textSink();

        MessageSink binarySink();

        void pong(byte[] array, int offset, int length);

        /** The protocol was violated; {@link #closed} follows. */
        void failed(WebSocketFailure failure);

        /** Last call, once. */
        void closed(int code, String reason);

        /** The transport is gone. Called once, outside the gate, on any thread, before or after {@link #closed}. */
        void ended();

        /** The connection broke; whatever waits for input gives up. Called outside the gate, on any thread. */
        void inputBroken(IOException cause);
    }

    SessionConnection(
            Role role,
            Transport transport,
            ExtensionStack extensions,
            SessionRuntime runtime,
            SessionSettings settings,
            Upper upper) {
        super(runtime, settings);
        this.upper = upper;
        this.role = role;
        this.transport = transport;
        this.gate = new EndpointGate(this, settings.threads() != EndpointThreads.IO);
        this.extensions = extensions;
        this.queue = new SendQueue(transport, role, extensions, runtime, settings.send(), this);
    }

    /** Runs a task on a thread that application code may block, even when the container has stopped its own. */
    @Override
    public void execute(Runnable task) {
        try {
            transport.execute(task);
        } catch (RejectedExecutionException e) {
            // Every session ends with a call of onClose, and every send with its result.
            var thread = new Thread(task, "sheetbend-last-calls");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Begins delivery. */
    void start() {
        transport.start(this);
    }

    SendQueue queue() {
        return queue;
    }

    EndpointGate gate() {
        return gate;
    }

    boolean isOpen() {
        return closing.isOpen();
    }

    // Transport.Receiver

    @Override
    public void opened() {
        gate.begin();
        try {
            upper.opened();
        } finally {
            gate.exit();
        }
    }

    @Override
    public void received(byte[] array, int offset, int length) {
        if (readFailed) {
            return;
        }
        active();
        boolean crowded = false;
        gate.enter();
        try {
            if (readHalf == null) {
                readHalf = runtime().readHalves().lend(role, extensions, this);
            }
            readHalf.receive(array, offset, length);
        } catch (WebSocketFailure failure) {
            readFailed = true;
            fail(failure);
        } catch (RuntimeException | Error e) {
            // Not the application's: its exceptions do not get here. Nothing more can be read.
            LOG.log(Level.ERROR, "A session is closed because of an error in reading", e);
            readFailed = true;
            fail(new WebSocketFailure(CloseCodes.INTERNAL_ERROR, "The server failed."));
        } finally {
            if (readHalf != null && runtime().readHalves().takeBack(role, extensions, readHalf)) {
                readHalf = null;
            }
            crowded = queue.endBatch();
            gate.exit();
        }
        if (crowded) {
            holdReads();
        }
    }

    private void holdReads() {
        transport.suspend();
        if (!queue.writer().holdReads()) {
            transport.resume();
        }
    }

    @Override
    public void ended(IOException cause) {
        if (readHalf != null) {
            readHalf.release();
        }
        IOException failure = cause != null ? cause : new PeerEndedException("The peer ended the connection.");
        closing.connectionLost();
        queue.fail(failure);
        upper.inputBroken(failure);
        stopTimers();
        notifyClosed();
        upper.ended();
    }

    // ConnectionSink

    @Override
    public MessageSink textSink() {
        return isOpen() ? upper.textSink() : MessageSinks.DISCARD;
    }

    @Override
    public MessageSink binarySink() {
        return isOpen() ? upper.binarySink() : MessageSinks.DISCARD;
    }

    @Override
    public void ping(byte[] array, int offset, int length) {
        queue.sendPong(array, offset, length);
    }

    @Override
    public void pong(byte[] array, int offset, int length) {
        if (isOpen()) {
            upper.pong(array, offset, length);
        }
    }

    @Override
    public void close(int code, String reason) {
        // A message that is still being read stays without its end.
        upper.inputBroken(new PeerEndedException("The peer closed the session."));
        if (closing.closeReceived(code, reason)) {
            sendClose();
        } else if (closing.handshakeComplete()) {
            finish();
        }
        notifyClosed();
    }

    /** Whether bytes follow behind the frame that is being handled, in the same read. */
    boolean hasMoreInput() {
        return readHalf != null && readHalf.hasMoreInput();
    }

    // Ending

    /** {@link #close(int, String, int, String)}, telling both sides the same. */
    void closeLocally(int code, String reason) {
        close(code, reason, code, reason);
    }

    /** The container closes; nothing happens when the connection is ending already. */
    private void close(int code, String reason, int reportedCode, String reportedReason) {
        if (closing.closeLocally(code, reason, reportedCode, reportedReason)) {
            sendClose();
            notifyClosed();
        }
    }

    /** The application closes: the same, but a thread that is in no handler calls {@code onClose} itself if it can. */
    void closeForApplication(int code, String reason, int reportedCode, String reportedReason) {
        if (closing.closeLocally(code, reason, reportedCode, reportedReason)) {
            sendClose();
            if (closing.claimNotification()) {
                gate.runHere(this::tellClosed);
            }
        }
    }

    /** The one place that turns a failure into a Close frame (RFC 6455, 7.1.7). On the reading thread. */
    private void fail(WebSocketFailure failure) {
        boolean first = closing.closeLocally(failure.closeCode(), failure.getMessage());
        if (first) {
            upper.inputBroken(new IOException(failure.getMessage()));
            // Not at once: a handler that reads a stream may be at work on its own thread. But before the Close frame,
            // which may find the connection lost: then the end is told, and nothing may follow that.
            gate.run(() -> upper.failed(failure));
            sendClose();
            notifyClosed();
        } else if (closeWritten) {
            finish();
        }
    }

    /** Ends the connection at once, without a closing handshake. */
    void abort(IOException cause) {
        closing.connectionLost();
        queue.fail(cause);
        upper.inputBroken(cause);
        transport.abort();
        notifyClosed();
    }

    private void sendClose() {
        timeClosing();
        queue.sendClose(closing.wireCode(), closing.wireReason(), failure -> {
            if (failure != null) {
                return;
            }
            closeWritten = true;
            if (closing.closeSent() || readFailed) {
                finish();
            }
        });
    }

    /** Both Close frames are through, or no more is to be read: the server ends the connection (RFC 6455, 7.1.1). */
    private void finish() {
        if (role == Role.SERVER || readFailed) {
            transport.close();
        }
    }

    private void notifyClosed() {
        if (closing.claimNotification()) {
            gate.run(this::tellClosed);
        }
    }

    private void tellClosed() {
        upper.closed(closing.code(), closing.reason());
    }

    /** A handler that reads a stream takes nothing of it. */
    void streamStalled(IOException cause) {
        closeLocally(CloseCodes.POLICY_VIOLATION, "The message was not read in time.");
        upper.inputBroken(cause);
    }

    /** A Close frame leaves, the endpoint learns of 1006 (specification, 2.1.5). */
    @Override
    void idleTimeoutPassed(long millis) {
        String reason = "The session was idle for longer than " + millis + " ms.";
        close(CloseCodes.GOING_AWAY, "Idle timeout.", CloseCodes.ABNORMAL, reason);
    }

    @Override
    void closeTimeoutPassed() {
        abort(new IOException("The peer did not complete the closing handshake in time."));
    }

    @Override
    long nanosToStall() {
        return queue.nanosToStall();
    }

    @Override
    void writesStalled() {
        writeFailed(queue.stalled());
    }

    // WriteEvents

    @Override
    public void overflowed() {
        closeLocally(CloseCodes.POLICY_VIOLATION, "The peer takes data too slowly.");
    }

    @Override
    public void writeFailed(Throwable cause) {
        abort(cause instanceof IOException io ? io : new IOException(cause));
    }

    @Override
    public void readsMayResume() {
        transport.resume();
    }

    @Override
    public void writeIsPending() {
        watchWrites();
    }

    @Override
    public void deadlineIn(long nanos) {
        watchWrites(nanos);
    }

    @Override
    public void written() {
        active();
    }

    @Override
    public void encodingFailed(Throwable cause) {
        if (cause instanceof ExtensionFailure failure) {
            closeLocally(failure.closeCode(), failure.getMessage());
        } else {
            LOG.log(Level.ERROR, "A session is closed because of an error in an extension", cause);
            closeLocally(CloseCodes.INTERNAL_ERROR, "An extension failed.");
        }
    }

    @Override
    public void stageNotClosed(RuntimeException cause) {
        LOG.log(Level.WARNING, "An extension failed when its connection ended", cause);
    }

    @Override
    public void messageUnfinished() {
        closeLocally(CloseCodes.INTERNAL_ERROR, "A message was not finished in time.");
    }
}
