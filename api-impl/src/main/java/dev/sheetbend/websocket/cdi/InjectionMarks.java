package dev.sheetbend.websocket.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** Tells from its annotations whether a class is written for CDI: whether it asks for anything that only CDI gives. */
final class InjectionMarks {
    private static final Set<String> PACKAGES = Set.of("jakarta.annotation", "jakarta.inject", "jakarta.interceptor");

    private InjectionMarks() {}

    /**
     * Whether the class, one above it, or a member of these has an annotation of CDI, or one that CDI knows as a scope, a
     * binding or the like by an annotation on it.
     */
    static boolean areOn(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
                .flatMap(InjectionMarks::elements)
                .flatMap(element -> Arrays.stream(element.getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(annotation -> isMark(annotation)
                        || Arrays.stream(annotation.getAnnotations()).anyMatch(meta -> isMark(meta.annotationType())));
    }

    private static Stream<AnnotatedElement> elements(Class<?> type) {
        return Stream.of(
                        Stream.of(type),
                        Arrays.stream(type.getDeclaredConstructors()),
                        Arrays.stream(type.getDeclaredFields()),
                        Arrays.stream(type.getDeclaredMethods()))
                .flatMap(elements -> elements);
    }

    private static boolean isMark(Class<?> annotation) {
        String name = annotation.getPackageName();
        return PACKAGES.contains(name) || name.startsWith("jakarta.enterprise.");
    }
}
