package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Gives every endpoint method the same shape, whatever parameters it has and in whatever order. */
final class MethodBinder {
    /** Endpoint, session, message or argument, last part, path arguments; null is returned for void. */
    static final MethodType SHAPE = MethodType.methodType(
            Object.class, Object.class, Session.class, Object.class, boolean.class, Object[].class);

    /** What a parameter of a method gets. */
    enum Role {
        SESSION(1),
        ARGUMENT(2),
        LAST(3),
        PATH(4);

        /** The place of the value in {@link #SHAPE}. */
        private final int position;

        Role(int position) {
            this.position = position;
        }
    }

    /**
     * @param pathIndex the place in the path arguments, -1 for the other roles
     */
    record Parameter(Role role, int pathIndex) {
        static Parameter of(Role role) {
            return new Parameter(role, -1);
        }

        static Parameter path(int index) {
            return new Parameter(Role.PATH, index);
        }
    }

    private MethodBinder() {}

    /** Exceptions of the method come out as they are. */
    static BoundMethod bind(Method method, List<Parameter> parameters) throws DeploymentException {
        DeploymentErrors.makeCallable(method, method.getDeclaringClass());
        MethodHandle handle;
        try {
            handle = MethodHandles.lookup().unreflect(method).asFixedArity();
        } catch (IllegalAccessException e) {
            throw new DeploymentException(DeploymentErrors.describe(method) + ": cannot be called", e);
        }
        if (Modifier.isStatic(method.getModifiers())) {
            handle = MethodHandles.dropArguments(handle, 0, Object.class);
        }
        int[] order = new int[parameters.size() + 1];
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            order[i + 1] = parameter.role().position;
            if (parameter.role() == Role.PATH) {
                handle = takeFromPathArguments(handle, i + 1, parameter.pathIndex());
            }
        }
        Class<?>[] types = Arrays.stream(order).mapToObj(SHAPE::parameterType).toArray(Class<?>[]::new);
        handle = handle.asType(MethodType.methodType(Object.class, types));
        return new BoundMethod(
                DeploymentErrors.describe(method),
                MethodHandles.permuteArguments(handle, SHAPE, order),
                pathIndexes(parameters));
    }

    /** Makes an argument of a handle the array of path arguments instead, of which it gets one element. */
    private static MethodHandle takeFromPathArguments(MethodHandle handle, int argument, int pathIndex) {
        MethodHandle element =
                MethodHandles.insertArguments(MethodHandles.arrayElementGetter(Object[].class), 1, pathIndex);
        Class<?> type = handle.type().parameterType(argument);
        return MethodHandles.filterArguments(
                handle, argument, element.asType(MethodType.methodType(type, Object[].class)));
    }

    private static int[] pathIndexes(List<Parameter> parameters) {
        return parameters.stream()
                .filter(parameter -> parameter.role() == Role.PATH)
                .mapToInt(Parameter::pathIndex)
                .toArray();
    }
}
