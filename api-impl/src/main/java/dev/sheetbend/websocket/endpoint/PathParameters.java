package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every path parameter that the methods of an endpoint ask for, each name and type once. Filled by the scan only. */
final class PathParameters {
    private record Parameter(String name, Class<?> type) {}

    private final List<Parameter> parameters = new ArrayList<>();

    /** The place in {@link PathArguments#values} of a parameter. */
    int indexOf(String name, Class<?> type) {
        var parameter = new Parameter(name, type);
        int index = parameters.indexOf(parameter);
        if (index < 0) {
            index = parameters.size();
            parameters.add(parameter);
        }
        return index;
    }

    PathArguments arguments(Map<String, String> values) {
        if (parameters.isEmpty()) {
            return PathArguments.NONE;
        }
        Object[] converted = new Object[parameters.size()];
        for (int i = 0; i < converted.length; i++) {
            Parameter parameter = parameters.get(i);
            converted[i] = convert(parameter, values.get(parameter.name()));
        }
        return new PathArguments(converted);
    }

    private static Object convert(Parameter parameter, String segment) {
        Class<?> type = TextConversion.box(parameter.type());
        if (segment == null && !parameter.type().isPrimitive()) {
            // A name that the template does not have (4.3). The constructor of Boolean is the only one that takes a
            // null
            // (WSC-4.3-5).
            return type == Boolean.class ? Boolean.FALSE : null;
        }
        if (segment != null && (type != Character.class || segment.length() == 1)) {
            try {
                return TextConversion.convert(segment, type);
            } catch (DecodeException e) {
                // Raised again when a method wants the value, not while the connection opens.
            }
        }
        return PathArguments.failure(
                segment,
                "The path parameter {" + parameter.name() + "} is not a value of type "
                        + parameter.type().getName() + ".");
    }
}
