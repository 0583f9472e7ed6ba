package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.BroadcastListener;
import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.endpoint.MessageMethod;
import dev.sheetbend.websocket.frame.CloseCodes;
import dev.sheetbend.websocket.frame.Role;
import dev.sheetbend.websocket.frame.WebSocketFailure;
import dev.sheetbend.websocket.spi.OutboundStage.Treatment;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.SessionException;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The session that applications see (specification, 2.1). Any thread. Once {@code onClose} has returned, its methods
 * throw {@link IllegalStateException}, but for {@code close}, {@code abort}, {@code isOpen} and {@code getId}.
 */
public final class WebSocketSession extends SessionFacts {
    private final EndpointSessions siblings;
    /** Only kept: by it, other handshakes of the same application find {@link #siblings}. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final EndpointConfig origin;

    private final SessionConnection connection;
    private final MessageDelivery calls;
    private final MessageHandlers handlers;
    private final Remotes remotes;

    /** Null until {@code onClose} is about to be called. */
    private volatile CloseNotice closeNotice;

    private volatile boolean opened;

    /**
     * Call {@link #start} next.
     *
     * @param userProperties of this session, filled as the configurator left them
     */
    public WebSocketSession(
            Role role,
            Transport transport,
            SessionRuntime runtime,
            SessionSettings settings,
            EndpointBinding endpoint,
            HandshakeFacts handshake,
            Map<String, Object> userProperties) {
        super(handshake, userProperties);
        this.siblings = endpoint.sessions();
        this.origin = endpoint.origin();
        this.connection =
                new SessionConnection(role, transport, handshake.extensions(), runtime, settings, new Events());
        this.calls = new MessageDelivery(
                this, endpoint, endpoint.model().pathArguments(handshake.pathParameters()), connection);
        this.handlers = new MessageHandlers(calls, endpoint.coders(), settings);
        this.remotes = new Remotes(calls, connection, siblings.encoding(endpoint.coders()));
    }

    /** Begins delivery; {@code onOpen} comes first. Called once. */
    public void start() {
        siblings.methodTargets(calls.model()).all().forEach(handlers::add);
        siblings.add(this);
        boolean started = false;
        try {
            connection.start();
            started = true;
        } finally {
            if (!started) {
                siblings.remove(this);
                release();
            }
        }
    }

    /** Ends what was made for this connection. */
    private void release() {
        calls.outside(
                () -> {
                    handlers.coders().destroy().forEach(calls::logOnly);
                    calls.instances().end();
                },
                calls::logOnly);
    }

    /** Calls one of the endpoint's message methods. */
    void call(MessageMethod method, Object message, boolean last) throws Throwable {
        Object reply = calls.message(method, message, last);
        if (reply != null) {
            remotes.basic().sendReturned(reply);
        }
    }

    /** What the connection tells. */
    private final class Events implements SessionConnection.Upper {
        private boolean notified;
        private boolean ended;

        @Override
        public void opened() {
            connection.idleTimeout(connection.settings().idleTimeoutMillis());
            opened = true;
            calls.open();
        }

        @Override
        public MessageSink textSink() {
            return handlers.textSink();
        }

        @Override
        public MessageSink binarySink() {
            return handlers.binarySink();
        }

        @Override
        public void pong(byte[] array, int offset, int length) {
            MessageTarget target = handlers.pongTarget();
            if (target == null) {
                return;
            }
            var message = new PongPayload(ByteBuffer.wrap(Arrays.copyOfRange(array, offset, offset + length)));
            if (connection.gate().isPinned()) {
                // Not part of a batch: it runs on whatever thread leaves the gate.
                connection.gate().run(() -> deliverPong(target, message));
            } else {
                calls.deliver(target, message, true);
            }
        }

        private void deliverPong(MessageTarget target, PongPayload message) {
            if (connection.isOpen()) {
                calls.guarded(() -> calls.deliverTo(target, message));
            }
        }

        @Override
        public void failed(WebSocketFailure failure) {
            var exception = new SessionException(failure.getMessage(), failure, WebSocketSession.this);
            if (isClosed()) {
                calls.logOnly(exception);
            } else {
                calls.error(exception);
            }
        }

        @Override
        public void closed(int code, String reason) {
            var notice = new CloseNotice();
            closeNotice = notice;
            try {
                calls.close(CloseReasons.of(code, reason));
                calls.end();
                endUse();
                notice.end();
                release();
            } finally {
                endUse();
                notice.end();
                finish(true, false);
            }
        }

        @Override
        public void inputBroken(IOException cause) {
            calls.inputBroken(cause);
        }

        @Override
        public void ended() {
            finish(false, true);
        }

        private synchronized void finish(boolean wasNotified, boolean hasEnded) {
            notified |= wasNotified;
            ended |= hasEnded;
            if (notified && ended) {
                siblings.remove(WebSocketSession.this);
            }
        }
    }

    // Closing

    @Override
    public void close() {
        connection.closeForApplication(CloseCodes.NORMAL, "", CloseCodes.NORMAL, "");
    }

    @Override
    public void close(CloseReason closeReason) {
        if (closeReason == null) {
            throw new IllegalArgumentException("The close reason must not be null.");
        }
        int code = closeReason.getCloseCode().getCode();
        String reason = closeReason.getReasonPhrase() == null ? "" : closeReason.getReasonPhrase();
        if (code == CloseCodes.NO_STATUS || code == CloseCodes.ABNORMAL) {
            // Neither may stand in a frame: the peer gets a Close frame without a code.
            connection.closeForApplication(CloseCodes.NO_STATUS, "", code, reason);
        } else if (CloseCodes.isLegalOnWire(code)) {
            connection.closeForApplication(code, reason, code, reason);
        } else {
            throw new IllegalArgumentException(
                    "The close code " + code + " must not be sent (RFC 6455, 7.4); the session stays open.");
        }
    }

    /** Begins the closing handshake; nothing happens when the session is ending already. */
    public void closeForContainer(int code, String reason) {
        connection.closeLocally(code, reason);
    }

    @Override
    public void abort() {
        connection.abort(new IOException("The session was aborted."));
    }

    /**
     * Until {@code onClose}, which comes immediately before the session is closed; see {@link CloseNotice}. The endpoint's
     * own methods see at once that the session is being closed.
     */
    @Override
    public boolean isOpen() {
        return connection.isOpen() || !connection.gate().isInside() && !isCloseTold();
    }

    private boolean isCloseTold() {
        CloseNotice notice = closeNotice;
        if (notice == null) {
            return false;
        }
        notice.awaitEnd();
        return true;
    }

    /** Whether nothing has begun to end it. */
    boolean isActive() {
        return connection.isOpen();
    }

    /** Whether {@code onOpen} has been called or is being called, so that others may be told of this session. */
    boolean hasOpened() {
        return opened;
    }

    // Messages

    @Override
    public void addMessageHandler(MessageHandler handler) {
        requireUsable();
        handlers.add(handler);
    }

    @Override
    public <T> void addMessageHandler(Class<T> clazz, MessageHandler.Whole<T> handler) {
        requireUsable();
        handlers.add(clazz, false, handler);
    }

    @Override
    public <T> void addMessageHandler(Class<T> clazz, MessageHandler.Partial<T> handler) {
        requireUsable();
        handlers.add(clazz, true, handler);
    }

    @Override
    public Set<MessageHandler> getMessageHandlers() {
        requireUsable();
        return Set.copyOf(handlers.registered());
    }

    @Override
    public void removeMessageHandler(MessageHandler handler) {
        requireUsable();
        handlers.remove(handler);
    }

    @Override
    public RemoteEndpoint.Async getAsyncRemote() {
        requireUsable();
        return remotes.async();
    }

    @Override
    public RemoteEndpoint.Async getAsyncRemote(boolean compressed) {
        requireUsable();
        return remotes.async(treatment(compressed));
    }

    @Override
    public RemoteEndpoint.Basic getBasicRemote() {
        requireUsable();
        return remotes.basic();
    }

    @Override
    public RemoteEndpoint.Basic getBasicRemote(boolean compressed) {
        requireUsable();
        return remotes.basic(treatment(compressed));
    }

    private static Treatment treatment(boolean compressed) {
        return compressed ? Treatment.COMPRESS : Treatment.PLAIN;
    }

    // Broadcasts

    @Override
    public int broadcast(String text) {
        return broadcast(text, BroadcastListener.NONE);
    }

    @Override
    public int broadcast(String text, BroadcastListener listener) {
        requireUsable();
        AbstractRemote.require(text, "text");
        AbstractRemote.require(listener, "listener");
        return new Broadcast(SharedMessage.text(text), listener, connection).to(siblings.openList());
    }

    @Override
    public int broadcast(ByteBuffer data) {
        return broadcast(data, BroadcastListener.NONE);
    }

    @Override
    public int broadcast(ByteBuffer data, BroadcastListener listener) {
        requireUsable();
        AbstractRemote.require(data, "data");
        AbstractRemote.require(listener, "listener");
        return new Broadcast(SharedMessage.binary(data), listener, connection).to(siblings.openList());
    }

    @Override
    protected int broadcastTo(Object[] sessions, String text, BroadcastListener listener) {
        List<WebSocketSession> receivers = Broadcast.own(sessions);
        return new Broadcast(SharedMessage.text(text), listener, connection).to(receivers);
    }

    @Override
    protected int broadcastTo(Object[] sessions, ByteBuffer data, BroadcastListener listener) {
        List<WebSocketSession> receivers = Broadcast.own(sessions);
        return new Broadcast(SharedMessage.binary(data), listener, connection).to(receivers);
    }

    /** Sends its share of a broadcast, and never waits: whether the queue has taken it. */
    boolean sendShared(SharedMessage message, Outgoing.Completion completion) {
        return remotes.async().sendShared(message, completion);
    }

    // Limits

    @Override
    public long getMaxIdleTimeout() {
        requireUsable();
        return connection.idleTimeoutMillis();
    }

    @Override
    public void setMaxIdleTimeout(long milliseconds) {
        requireUsable();
        connection.idleTimeout(milliseconds);
    }

    @Override
    public void setMaxBinaryMessageBufferSize(int length) {
        requireUsable();
        handlers.maxBinarySize(requireSize(length));
    }

    @Override
    public int getMaxBinaryMessageBufferSize() {
        requireUsable();
        return handlers.maxBinarySize();
    }

    @Override
    public void setMaxTextMessageBufferSize(int length) {
        requireUsable();
        handlers.maxTextSize(requireSize(length));
    }

    @Override
    public int getMaxTextMessageBufferSize() {
        requireUsable();
        return handlers.maxTextSize();
    }

    private static int requireSize(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("A message size limit must not be negative; it was " + length + ".");
        }
        return length;
    }

    @Override
    public WebSocketContainer getContainer() {
        requireUsable();
        return connection.runtime().container();
    }

    @Override
    public Set<Session> getOpenSessions() {
        requireUsable();
        return siblings.open();
    }

    @Override
    public String toString() {
        return "session " + getId() + " of " + calls.model().endpointClass().getName();
    }
}
