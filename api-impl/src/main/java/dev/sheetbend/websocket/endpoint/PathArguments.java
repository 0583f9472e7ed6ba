package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DecodeException;

/**
 * The path parameters of one connection, converted to the types that the endpoint's methods ask for. Belongs to the
 * {@link EndpointModel} that made it. Immutable.
 */
public final class PathArguments {
    /** For a model whose methods have no path parameters. */
    static final PathArguments NONE = new PathArguments(new Object[0]);

    /** Stands for a segment that did not convert, until a method wants it (WSC-4.3-6). */
    private record Failure(String segment, String problem) {}

    private final Object[] values;

    PathArguments(Object[] values) {
        this.values = values;
    }

    static Object failure(String segment, String problem) {
        return new Failure(segment, problem);
    }

    /** What the method handles read; never changed. */
    Object[] values() {
        return values;
    }

    /** Checks the values that a method is about to get. */
    void require(int[] indexes) throws DecodeException {
        for (int index : indexes) {
            if (values[index] instanceof Failure failure) {
                throw new DecodeException(failure.segment(), failure.problem());
            }
        }
    }
}
