package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.Session;
import java.lang.invoke.MethodHandle;

/** An application method behind a handle of the one shape of {@link MethodBinder}. Immutable. */
final class BoundMethod {
    private final String description;
    private final MethodHandle handle;
    private final int[] pathIndexes;

    /**
     * @param handle of type {@link MethodBinder#SHAPE}
     * @param pathIndexes the path arguments that the method gets
     */
    BoundMethod(String description, MethodHandle handle, int[] pathIndexes) {
        this.description = description;
        this.handle = handle;
        this.pathIndexes = pathIndexes;
    }

    Object call(Object endpoint, Session session, Object argument, boolean last, PathArguments path) throws Throwable {
        path.require(pathIndexes);
        return (Object) handle.invokeExact(endpoint, session, argument, last, path.values());
    }

    @Override
    public String toString() {
        return description;
    }
}
