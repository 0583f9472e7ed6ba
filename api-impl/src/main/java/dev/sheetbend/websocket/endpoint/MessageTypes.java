package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Which messages a type stands for, and which type a {@link MessageHandler} takes (specification 2.1.3). */
public final class MessageTypes {
    private MessageTypes() {}

    /**
     * What a handler takes.
     *
     * @param type its type parameter, erased
     * @param partial whether it is a {@link MessageHandler.Partial}
     */
    public record HandlerType(Class<?> type, boolean partial) {}

    /**
     * Finds the type parameter of a handler's class through superclasses and interfaces.
     *
     * @throws IllegalArgumentException for a lambda, a raw class, or one that is both whole and partial or neither
     */
    public static HandlerType of(MessageHandler handler) {
        Class<?> type = handler.getClass();
        boolean whole = handler instanceof MessageHandler.Whole;
        boolean partial = handler instanceof MessageHandler.Partial;
        if (whole && partial) {
            throw new IllegalArgumentException(type.getName()
                    + " is both a MessageHandler.Whole and a MessageHandler.Partial; register it with"
                    + " addMessageHandler(Class, MessageHandler.Whole) or"
                    + " addMessageHandler(Class, MessageHandler.Partial).");
        }
        if (!whole && !partial) {
            throw new IllegalArgumentException(
                    type.getName() + " must implement MessageHandler.Whole or MessageHandler.Partial.");
        }
        Class<?> handlerInterface = partial ? MessageHandler.Partial.class : MessageHandler.Whole.class;
        String name = "MessageHandler." + handlerInterface.getSimpleName();
        Class<?> argument = TypeBindings.argument(type, handlerInterface)
                .orElseThrow(() -> new IllegalArgumentException("The message type of " + type.getName()
                        + " cannot be found out, as it is a lambda or a raw " + name
                        + "; use addMessageHandler(Class, " + name + ") instead."));
        return new HandlerType(argument, partial);
    }

    /**
     * The kinds of messages that a parameter or handler of a type takes: one, or both object kinds when there are text
     * and binary decoders for it. A decoder for exactly a built-in type wins over the built-in handling.
     *
     * @throws IllegalArgumentException when such messages cannot be received
     */
    public static List<MessageKind> kinds(Class<?> type, boolean partial, CoderModel coders) {
        return partial ? List.of(partialKind(type)) : wholeKinds(type, coders);
    }

    private static MessageKind partialKind(Class<?> type) {
        if (type == String.class) {
            return MessageKind.TEXT_PARTIAL;
        } else if (type == byte[].class) {
            return MessageKind.BINARY_ARRAY_PARTIAL;
        } else if (type == ByteBuffer.class) {
            return MessageKind.BINARY_BUFFER_PARTIAL;
        }
        throw new IllegalArgumentException("messages of type " + type.getTypeName()
                + " cannot be received in parts; only String, byte[] and ByteBuffer can");
    }

    private static List<MessageKind> wholeKinds(Class<?> type, CoderModel coders) {
        if (type == PongMessage.class) {
            return List.of(MessageKind.PONG);
        } else if (type == String.class) {
            return List.of(textKind(type, MessageKind.TEXT, coders));
        } else if (type == Reader.class) {
            return List.of(textKind(type, MessageKind.TEXT_READER, coders));
        } else if (TextConversion.isPrimitiveOrBox(type)) {
            return List.of(textKind(type, MessageKind.TEXT_PRIMITIVE, coders));
        } else if (type == byte[].class) {
            return List.of(binaryKind(type, MessageKind.BINARY_ARRAY, coders));
        } else if (type == ByteBuffer.class) {
            return List.of(binaryKind(type, MessageKind.BINARY_BUFFER, coders));
        } else if (type == InputStream.class) {
            return List.of(binaryKind(type, MessageKind.BINARY_STREAM, coders));
        }
        List<MessageKind> kinds = new ArrayList<>();
        if (coders.decodes(true, type)) {
            kinds.add(MessageKind.TEXT_OBJECT);
        }
        if (coders.decodes(false, type)) {
            kinds.add(MessageKind.BINARY_OBJECT);
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("messages of type " + type.getTypeName()
                    + " cannot be received, as none of the endpoint's decoders makes them");
        }
        return List.copyOf(kinds);
    }

    private static MessageKind textKind(Class<?> type, MessageKind builtIn, CoderModel coders) {
        return coders.decodesExactly(true, type) ? MessageKind.TEXT_OBJECT : builtIn;
    }

    private static MessageKind binaryKind(Class<?> type, MessageKind builtIn, CoderModel coders) {
        return coders.decodesExactly(false, type) ? MessageKind.BINARY_OBJECT : builtIn;
    }
}
