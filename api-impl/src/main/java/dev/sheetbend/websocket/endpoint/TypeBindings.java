package dev.sheetbend.websocket.endpoint;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the type variables of a class's superclasses and interfaces stand for, seen from that class. Immutable after
 * construction, so any thread may use it.
 */
final class TypeBindings {
    private final Map<TypeVariable<?>, Type> bound = new HashMap<>();

    private TypeBindings() {}

    static TypeBindings of(Class<?> type) {
        TypeBindings bindings = new TypeBindings();
        bindings.collect(type);
        return bindings;
    }

    /** What {@code implementation} puts in for the only type parameter of {@code generic}; empty when it is raw. */
    static Optional<Class<?>> argument(Class<?> implementation, Class<?> generic) {
        return of(implementation).erase(generic.getTypeParameters()[0]);
    }

    private void collect(Class<?> type) {
        if (type.getGenericSuperclass() != null) {
            bind(type.getGenericSuperclass());
        }
        for (Type implemented : type.getGenericInterfaces()) {
            bind(implemented);
        }
    }

    private void bind(Type supertype) {
        Type level = supertype;
        // An inner class of a generic class carries its owner's arguments as well.
        while (level instanceof ParameterizedType parameterized) {
            TypeVariable<?>[] variables = rawType(parameterized).getTypeParameters();
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < variables.length; i++) {
                bound.put(variables[i], arguments[i]);
            }
            level = parameterized.getOwnerType();
        }
        collect(supertype instanceof ParameterizedType parameterized ? rawType(parameterized) : (Class<?>) supertype);
    }

    private static Class<?> rawType(ParameterizedType type) {
        return (Class<?>) type.getRawType();
    }

    /** Follows a type variable to what it stands for; any other type, and an open variable, is returned as it is. */
    Type resolve(Type type) {
        Type resolved = type;
        while (resolved instanceof TypeVariable<?> variable && bound.containsKey(variable)) {
            resolved = bound.get(variable);
        }
        return resolved;
    }

    /** The class of a type; empty when it depends on a variable that is left open. */
    Optional<Class<?>> erase(Type type) {
        Type resolved = resolve(type);
        if (resolved instanceof Class<?> c) {
            return Optional.of(c);
        }
        if (resolved instanceof ParameterizedType parameterized) {
            return Optional.of(rawType(parameterized));
        }
        if (resolved instanceof GenericArrayType array) {
            return erase(array.getGenericComponentType()).map(Class::arrayType);
        }
        return Optional.empty();
    }

    /** As {@link #erase}, with an open variable taken as its first bound. */
    Class<?> eraseToBound(Type type) {
        Type resolved = resolve(type);
        if (resolved instanceof TypeVariable<?> open) {
            return eraseToBound(open.getBounds()[0]);
        }
        if (resolved instanceof GenericArrayType array) {
            return eraseToBound(array.getGenericComponentType()).arrayType();
        }
        return erase(resolved).orElse(Object.class);
    }
}
