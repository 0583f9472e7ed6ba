package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.MessageKind;
import dev.sheetbend.websocket.endpoint.MessageTypes;
import dev.sheetbend.websocket.session.MethodTargets.MethodTarget;
import jakarta.websocket.MessageHandler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who takes the messages of one session: at most one method or handler for text, one for binary messages and one for
 * Pongs (specification, 2.1.3). Any thread registers; the reading thread asks once per message.
 */
final class MessageHandlers extends MessageSinks {
    private volatile int maxTextSize;
    private volatile int maxBinarySize;

    // Written under this; read by the reading thread. Null when nobody takes such messages.
    private volatile MessageSink text;
    private volatile MessageSink binary;
    private volatile MessageTarget pong;

    MessageHandlers(MessageDelivery delivery, Coders coders, SessionSettings settings) {
        super(delivery, coders);
        this.maxTextSize = settings.maxTextMessageSize();
        this.maxBinarySize = settings.maxBinaryMessageSize();
    }

    @Override
    int maxTextSize() {
        return maxTextSize;
    }

    void maxTextSize(int bytes) {
        maxTextSize = bytes;
    }

    @Override
    int maxBinarySize() {
        return maxBinarySize;
    }

    void maxBinarySize(int bytes) {
        maxBinarySize = bytes;
    }

    MessageSink textSink() {
        MessageSink now = text;
        return now != null ? now : new Discard(maxTextSize);
    }

    MessageSink binarySink() {
        MessageSink now = binary;
        return now != null ? now : new Discard(maxBinarySize);
    }

    /** Takes Pongs, or null when nobody does. */
    MessageTarget pongTarget() {
        return pong;
    }

    /** A message method of the endpoint. */
    synchronized void add(MethodTarget target) {
        put(target.method().kind(), target.method().messageType(), target);
    }

    /** A handler whose class tells its type. */
    void add(MessageHandler handler) {
        requireHandler(handler);
        MessageTypes.HandlerType type = MessageTypes.of(handler);
        add(type.type(), type.partial(), handler);
    }

    synchronized void add(Class<?> type, boolean partial, MessageHandler handler) {
        requireHandler(handler);
        if (type == null) {
            throw new IllegalArgumentException("The message type must not be null.");
        }
        MessageTarget target = partial ? new PartialTarget(handler) : new WholeTarget(handler);
        List<MessageKind> kinds = MessageTypes.kinds(type, partial, coders().model());
        for (MessageKind kind : kinds) {
            requireFree(kind);
        }
        for (MessageKind kind : kinds) {
            put(kind, type, target);
        }
    }

    private static void requireHandler(MessageHandler handler) {
        if (handler == null) {
            throw new IllegalArgumentException("The message handler must not be null.");
        }
    }

    private record WholeTarget(MessageHandler registered) implements MessageTarget {
        @Override
        @SuppressWarnings("unchecked")
        public void deliver(WebSocketSession session, Object message, boolean last) {
            ((MessageHandler.Whole<Object>) registered).onMessage(message);
        }

        @Override
        public Optional<MessageHandler> handler() {
            return Optional.of(registered);
        }
    }

    private record PartialTarget(MessageHandler registered) implements MessageTarget {
        @Override
        @SuppressWarnings("unchecked")
        public void deliver(WebSocketSession session, Object message, boolean last) {
            ((MessageHandler.Partial<Object>) registered).onMessage(message, last);
        }

        @Override
        public Optional<MessageHandler> handler() {
            return Optional.of(registered);
        }
    }

    private void requireFree(MessageKind kind) {
        Object taker = kind.text() ? text : kind.binary() ? binary : pong;
        if (taker != null) {
            String name = kind.text() ? "text" : kind.binary() ? "binary" : "pong";
            throw new IllegalStateException("This session has a message handler for " + name + " messages already;"
                    + " a session may have one for each of text, binary and pong messages.");
        }
    }

    private void put(MessageKind kind, Class<?> type, MessageTarget target) {
        if (kind == MessageKind.PONG) {
            pong = target;
        } else if (kind.text()) {
            text = sink(kind, type, target);
        } else {
            binary = sink(kind, type, target);
        }
    }

    synchronized void remove(MessageHandler handler) {
        if (handler == null) {
            return;
        }
        Optional<MessageHandler> removed = Optional.of(handler);
        if (removed.equals(handlerOf(text))) {
            text = null;
        }
        if (removed.equals(handlerOf(binary))) {
            binary = null;
        }
        if (pong != null && removed.equals(pong.handler())) {
            pong = null;
        }
    }

    private static Optional<MessageHandler> handlerOf(MessageSink sink) {
        return sink instanceof Targeted targeted ? targeted.target().handler() : Optional.empty();
    }

    synchronized Set<MessageHandler> registered() {
        var handlers = new LinkedHashSet<MessageHandler>();
        handlerOf(text).ifPresent(handlers::add);
        handlerOf(binary).ifPresent(handlers::add);
        if (pong != null) {
            pong.handler().ifPresent(handlers::add);
        }
        return handlers;
    }
}
