package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A method that an endpoint class has, its own or inherited.
 *
 * @param callable what is called
 * @param declared where annotations and generic types are read. It differs from {@code callable} only for a public
 *     method of a package-private superclass, for which the compiler puts a bridge into the public subclass.
 */
record EndpointMethod(Method callable, Method declared) {
    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(OnOpen.class, OnClose.class, OnError.class, OnMessage.class);

    /**
     * The public methods that the class really has: one that it overrides is not among them, so an overriding method
     * without an annotation gets no calls (specification 4.8). Those of superclasses come first, the rest by name, so
     * that errors do not depend on the JVM.
     */
    static List<EndpointMethod> of(Class<?> endpoint, TypeBindings bindings) {
        List<EndpointMethod> methods = new ArrayList<>();
        for (Method method : endpoint.getMethods()) {
            if (!method.isBridge()) {
                methods.add(new EndpointMethod(method, method));
            } else {
                origin(method, bindings).ifPresent(declared -> methods.add(new EndpointMethod(method, declared)));
            }
        }
        methods.sort(Comparator.comparing(EndpointMethod::depth).thenComparing(EndpointMethod::toString));
        return methods;
    }

    /** The method that a bridge makes visible; empty for a bridge to a method of its own class. */
    private static Optional<Method> origin(Method bridge, TypeBindings bindings) {
        Class<?> declaring = bridge.getDeclaringClass();
        for (Class<?> c = declaring.getSuperclass(); c != null; c = c.getSuperclass()) {
            Optional<Method> candidate = find(c, bridge.getName(), bridge.getParameterTypes());
            if (candidate.isPresent()) {
                Class<?>[] resolved = Arrays.stream(candidate.get().getGenericParameterTypes())
                        .map(bindings::eraseToBound)
                        .toArray(Class<?>[]::new);
                boolean overridden = find(declaring, bridge.getName(), resolved).isPresent();
                return overridden ? Optional.empty() : candidate;
            }
        }
        return Optional.empty();
    }

    private static Optional<Method> find(Class<?> type, String name, Class<?>[] parameterTypes) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isBridge()
                        && method.getName().equals(name)
                        && Arrays.equals(method.getParameterTypes(), parameterTypes))
                .findFirst();
    }

    /** A method that has one of the annotations but cannot be called, because it is not public. */
    static Optional<Method> annotatedButNotPublic(Class<?> endpoint, List<EndpointMethod> methods) {
        for (Class<?> c = endpoint; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                boolean annotated = ANNOTATIONS.stream().anyMatch(method::isAnnotationPresent);
                if (annotated && !Modifier.isPublic(method.getModifiers()) && !overridden(method, methods)) {
                    return Optional.of(method);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean overridden(Method method, List<EndpointMethod> methods) {
        return methods.stream()
                .anyMatch(other -> other.callable().getName().equals(method.getName())
                        && Arrays.equals(other.callable().getParameterTypes(), method.getParameterTypes()));
    }

    /** How many superclasses the declaring class has. */
    private int depth() {
        int depth = 0;
        for (Class<?> c = declared.getDeclaringClass(); c != null; c = c.getSuperclass()) {
            depth++;
        }
        return depth;
    }

    boolean has(Class<? extends Annotation> annotation) {
        return declared.isAnnotationPresent(annotation);
    }

    @Override
    public String toString() {
        return DeploymentErrors.describe(declared);
    }
}
