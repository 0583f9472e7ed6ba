package dev.sheetbend.websocket.connection;

import dev.sheetbend.websocket.frame.CloseCodes;

/**
 * How one connection ends (RFC 6455, 7): every transition of the closing handshake, and what the endpoint is told. The
 * first of a local close, a Close frame of the peer and the loss of the connection decides that; later ones change
 * nothing in it.
 *
 * <p>Thread safe. It calls nothing, so its lock is never held during I/O or application code.
 */
public final class CloseHandshake {
    private enum State {
        /** No Close frame in either direction. */
        OPEN,
        /** This end sends a Close frame; the peer's has not arrived. */
        CLOSE_SENT,
        /** The peer's Close frame has arrived; this end's is on its way to the transport. */
        CLOSE_RECEIVED,
        /** Both Close frames have passed, or the connection is lost. */
        CLOSED
    }

    /**
     * @param code what the endpoint is told
     * @param wireCode what this end's Close frame carries; meaningless when none is to be sent
     */
    private record Decision(int code, String reason, int wireCode, String wireReason) {
        static final Decision LOST = new Decision(CloseCodes.ABNORMAL, "", CloseCodes.NO_STATUS, "");
    }

    /** Written under this; read without it by who asks for each message whether the connection is open. */
    private volatile State state = State.OPEN;

    // Guarded by this.
    /** Whether the transport has this end's Close frame. */
    private boolean closeWritten;
    /** Whether both Close frames have passed. */
    private boolean complete;
    /** What was decided; meaningless while {@link #state} is OPEN. */
    private Decision decision = Decision.LOST;

    private boolean notified;

    /**
     * This end wants to close.
     *
     * @param code for the Close frame and for the endpoint
     * @param reason for the Close frame and for the endpoint
     * @return true exactly when the caller has to send a Close frame now: none has been sent or received before
     */
    public boolean closeLocally(int code, String reason) {
        return closeLocally(code, reason, code, reason);
    }

    /**
     * This end wants to close, and its endpoint is told something else than its peer; so for an idle timeout.
     *
     * @param wireCode for the Close frame, see {@link #wireCode}
     * @param wireReason for the Close frame, see {@link #wireReason}
     * @param reportedCode for the endpoint
     * @param reportedReason for the endpoint
     * @return true exactly when the caller has to send a Close frame now: none has been sent or received before
     */
    public synchronized boolean closeLocally(int wireCode, String wireReason, int reportedCode, String reportedReason) {
        if (state != State.OPEN) {
            return false;
        }
        state = State.CLOSE_SENT;
        decision = new Decision(reportedCode, reportedReason, wireCode, wireReason);
        return true;
    }

    /**
     * The peer's Close frame has arrived. When the result is false, {@link #handshakeComplete} tells whether the
     * connection is to be closed now.
     *
     * @param peerCode the code in it, or 1005
     * @param peerReason the reason in it, or the empty string
     * @return true exactly when the caller has to answer with a Close frame now: with the same code, or empty when it
     *     is 1005 (RFC 6455, 5.5.1)
     */
    public synchronized boolean closeReceived(int peerCode, String peerReason) {
        switch (state) {
            case OPEN -> {
                state = State.CLOSE_RECEIVED;
                decision = new Decision(peerCode, peerReason, peerCode, "");
                return true;
            }
            case CLOSE_SENT -> {
                state = State.CLOSE_RECEIVED;
                completeIfBothPassed();
            }
            case CLOSE_RECEIVED, CLOSED -> {
                // A second Close frame is not read, and a lost connection stays lost.
            }
        }
        return false;
    }

    /**
     * The transport has taken the whole of the Close frame that {@link #closeLocally} or {@link #closeReceived} asked
     * for.
     *
     * @return whether both Close frames have passed now, as {@link #handshakeComplete} tells
     */
    public synchronized boolean closeSent() {
        closeWritten = true;
        completeIfBothPassed();
        return complete;
    }

    private void completeIfBothPassed() {
        if (closeWritten && state == State.CLOSE_RECEIVED) {
            state = State.CLOSED;
            complete = true;
        }
    }

    /**
     * The transport has ended, or is being ended at once.
     *
     * @return true exactly when this is what decides: the connection broke while it was open, and the endpoint is told
     *     1006
     */
    public synchronized boolean connectionLost() {
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        return wasOpen;
    }

    /** Whether nothing has ended the connection or begun to: data may be sent. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Whether both Close frames have passed. A server then closes the TCP connection at once; a client gives it some
     * time to (RFC 6455, 7.1.1).
     */
    public synchronized boolean handshakeComplete() {
        return complete;
    }

    /** The code that the endpoint is told; 1006 while the connection is open, for it may be lost at any time. */
    public synchronized int code() {
        return decision.code;
    }

    /** The reason that the endpoint is told, perhaps empty. */
    public synchronized String reason() {
        return decision.reason;
    }

    /**
     * The code for this end's Close frame, 1005 for a frame without one; fixed when {@link #closeLocally} or
     * {@link #closeReceived} asks for the frame.
     */
    public synchronized int wireCode() {
        return decision.wireCode;
    }

    /** The reason for this end's Close frame, perhaps empty; fixed together with {@link #wireCode}. */
    public synchronized String wireReason() {
        return decision.wireReason;
    }

    /**
     * Asks for the right to tell the endpoint that the connection has ended.
     *
     * @return true exactly once
     */
    public synchronized boolean claimNotification() {
        boolean first = !notified;
        notified = true;
        return first;
    }
}
