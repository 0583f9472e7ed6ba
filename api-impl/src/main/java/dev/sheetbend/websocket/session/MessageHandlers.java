package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.connection.MessageSink;
import dev.sheetbend.websocket.endpoint.CoderModel;
import dev.sheetbend.websocket.endpoint.MessageKind;
import dev.sheetbend.websocket.endpoint.MessageMethod;
import dev.sheetbend.websocket.endpoint.MessageTypes;
import jakarta.websocket.MessageHandler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who takes the messages of one session: at most one method or handler for text, one for binary messages and one for
 * Pongs (specification, 2.1.3). Any thread registers; the reading thread asks once per message.
 */
final class MessageHandlers {
    private final MessageSinks sinks;
    private final CoderModel coderModel;
    private final LongSupplier maxTextSize;
    private final LongSupplier maxBinarySize;

    // Written under this; read by the reading thread.
    private volatile Slot text = Slot.EMPTY;
    private volatile Slot binary = Slot.EMPTY;
    private volatile Slot pong = Slot.EMPTY;

    /**
     * @param handler what was registered, or null for an endpoint's method and for an empty slot
     * @param target takes Pongs; data messages go through the sink
     */
    private record Slot(MessageHandler handler, MessageSink sink, MessageTarget target) {
        static final Slot EMPTY = new Slot(null, MessageSinks.DISCARD, null);

        boolean isTaken() {
            return target != null;
        }
    }

    MessageHandlers(MessageSinks sinks, CoderModel coderModel, LongSupplier maxTextSize, LongSupplier maxBinarySize) {
        this.sinks = sinks;
        this.coderModel = coderModel;
        this.maxTextSize = maxTextSize;
        this.maxBinarySize = maxBinarySize;
    }

    MessageSink textSink() {
        Slot now = text;
        return now.isTaken() ? now.sink : new MessageSinks.Discard(maxTextSize.getAsLong());
    }

    MessageSink binarySink() {
        Slot now = binary;
        return now.isTaken() ? now.sink : new MessageSinks.Discard(maxBinarySize.getAsLong());
    }

    /** Takes Pongs, or null when nobody does. */
    MessageTarget pongTarget() {
        return pong.target;
    }

    /** A message method of the endpoint. */
    synchronized void add(MessageMethod method, MessageTarget target) {
        LongSupplier sessionLimit = method.kind().text() ? maxTextSize : maxBinarySize;
        LongSupplier limit = method.maxMessageSize() >= 0 ? method::maxMessageSize : sessionLimit;
        put(method.kind(), method.messageType(), limit, null, target);
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
        MessageTarget target = partial ? partialTarget(handler) : wholeTarget(handler);
        List<MessageKind> kinds = MessageTypes.kinds(type, partial, coderModel);
        for (MessageKind kind : kinds) {
            requireFree(kind);
        }
        for (MessageKind kind : kinds) {
            put(kind, type, kind.text() ? maxTextSize : maxBinarySize, handler, target);
        }
    }

    private static void requireHandler(MessageHandler handler) {
        if (handler == null) {
            throw new IllegalArgumentException("The message handler must not be null.");
        }
    }

    @SuppressWarnings("unchecked")
    private static MessageTarget wholeTarget(MessageHandler handler) {
        var whole = (MessageHandler.Whole<Object>) handler;
        return (message, last) -> whole.onMessage(message);
    }

    @SuppressWarnings("unchecked")
    private static MessageTarget partialTarget(MessageHandler handler) {
        var partial = (MessageHandler.Partial<Object>) handler;
        return partial::onMessage;
    }

    private void requireFree(MessageKind kind) {
        Slot slot = kind.text() ? text : kind.binary() ? binary : pong;
        if (slot.isTaken()) {
            String name = kind.text() ? "text" : kind.binary() ? "binary" : "pong";
            throw new IllegalStateException("This session has a message handler for " + name + " messages already;"
                    + " a session may have one for each of text, binary and pong messages.");
        }
    }

    private void put(
            MessageKind kind, Class<?> type, LongSupplier limit, MessageHandler handler, MessageTarget target) {
        if (kind == MessageKind.PONG) {
            pong = new Slot(handler, MessageSinks.DISCARD, target);
        } else if (kind.text()) {
            text = new Slot(handler, sinks.sink(kind, type, limit, target), target);
        } else {
            binary = new Slot(handler, sinks.sink(kind, type, limit, target), target);
        }
    }

    synchronized void remove(MessageHandler handler) {
        if (handler == null) {
            return;
        }
        if (handler.equals(text.handler)) {
            text = Slot.EMPTY;
        }
        if (handler.equals(binary.handler)) {
            binary = Slot.EMPTY;
        }
        if (handler.equals(pong.handler)) {
            pong = Slot.EMPTY;
        }
    }

    synchronized Set<MessageHandler> registered() {
        var handlers = new LinkedHashSet<MessageHandler>();
        for (Slot slot : List.of(text, binary, pong)) {
            if (slot.handler != null) {
                handlers.add(slot.handler);
            }
        }
        return handlers;
    }
}
