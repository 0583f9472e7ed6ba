package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Session;
import java.lang.reflect.Type;

/** An {@code @OnMessage} method for one native kind of message (specification 4.7). Immutable. */
public final class MessageMethod {
    private final BoundMethod method;
    private final MessageKind kind;
    private final Class<?> messageType;
    private final Type genericMessageType;
    private final long maxMessageSize;
    private final boolean returnsValue;

    MessageMethod(
            BoundMethod method,
            MessageKind kind,
            Class<?> messageType,
            Type genericMessageType,
            long maxMessageSize,
            boolean returnsValue) {
        this.method = method;
        this.kind = kind;
        this.messageType = messageType;
        this.genericMessageType = genericMessageType;
        this.maxMessageSize = kind.sized() ? maxMessageSize : -1;
        this.returnsValue = returnsValue;
    }

    public MessageKind kind() {
        return kind;
    }

    /** The type of the message parameter, erased; decoders are looked up by it. */
    public Class<?> messageType() {
        return messageType;
    }

    /** The type of the message parameter as it is declared, with a type variable followed to what it stands for. */
    public Type genericMessageType() {
        return genericMessageType;
    }

    /**
     * In bytes, 0 to 2^31 - 1, or -1 when none is configured. Always -1 for methods that take parts, a {@code Reader}
     * or an {@code InputStream}, to which the attribute does not apply.
     */
    public long maxMessageSize() {
        return maxMessageSize;
    }

    /** Whether the method has a result that is to be sent to the peer. */
    public boolean returnsValue() {
        return returnsValue;
    }

    /**
     * Converts a text message for a method of kind {@link MessageKind#TEXT_PRIMITIVE} (WSC-4.7-2).
     *
     * @throws DecodeException that carries the text, when it is none of the type's values
     */
    public Object convertText(String text) throws DecodeException {
        return TextConversion.convert(text, messageType);
    }

    /**
     * Calls the method on the calling thread.
     *
     * @param message an instance of {@link #messageType}, boxed when that is a primitive
     * @param last whether this is the last part; looked at by partial methods only
     * @param path made by the same model
     * @return what the method returned, boxed; null when that is null or the method is void
     * @throws DecodeException when a path parameter that the method wants did not convert; it carries the segment
     * @throws Throwable whatever the method throws, unwrapped
     */
    public Object invoke(Object endpoint, Session session, Object message, boolean last, PathArguments path)
            throws Throwable {
        return method.call(endpoint, session, message, last, path);
    }

    /** Class, name and parameter types. */
    @Override
    public String toString() {
        return method.toString();
    }
}
