package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DecodeException;
import java.lang.invoke.MethodType;

/**
 * Text to String, primitive or box, as the boxes' constructors from a String would do it (WSC-4.3-5, WSC-4.7-2).
 * {@link Character} has no such constructor: as the TCK has it, a {@code char} is the first one of the text.
 */
public final class TextConversion {
    private TextConversion() {}

    /** Whether the type is a primitive other than {@code void}, or the box of one. */
    public static boolean isPrimitiveOrBox(Class<?> type) {
        Class<?> primitive = MethodType.methodType(type).unwrap().returnType();
        return primitive.isPrimitive() && primitive != void.class;
    }

    /** The box of a primitive; any other type as it is. */
    static Class<?> box(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /**
     * @param type String, a primitive or a box
     * @throws DecodeException that carries the text, when it is none of the type's values
     */
    public static Object convert(String text, Class<?> type) throws DecodeException {
        Class<?> target = box(type);
        try {
            if (target == String.class) {
                return text;
            } else if (target == Integer.class) {
                return Integer.valueOf(text);
            } else if (target == Long.class) {
                return Long.valueOf(text);
            } else if (target == Boolean.class) {
                return Boolean.valueOf(text);
            } else if (target == Double.class) {
                return Double.valueOf(text);
            } else if (target == Float.class) {
                return Float.valueOf(text);
            } else if (target == Short.class) {
                return Short.valueOf(text);
            } else if (target == Byte.class) {
                return Byte.valueOf(text);
            } else if (target == Character.class && !text.isEmpty() && !Character.isSurrogate(text.charAt(0))) {
                return text.charAt(0);
            }
        } catch (NumberFormatException e) {
            throw new DecodeException(text, "The text is not a value of type " + type.getName() + ".", e);
        }
        throw new DecodeException(text, "The text is not a value of type " + type.getName() + ".");
    }
}
