package dev.sheetbend.websocket.endpoint;

import jakarta.websocket.DeploymentException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The one shape of every deployment error, {@code subject: what is wrong (rule)}, and the checks of classes. */
final class DeploymentErrors {
    private DeploymentErrors() {}

    /**
     * @param subject the class or method at fault
     * @param rule an assertion such as {@code WSC-4.7-1}, or a chapter of the specification
     */
    static DeploymentException error(String subject, String problem, String rule) {
        return new DeploymentException(subject + ": " + problem + " (" + rule + ")");
    }

    static DeploymentException error(Method method, String problem, String rule) {
        return error(describe(method), problem, rule);
    }

    /** Puts the endpoint before an error that was found without knowing it. */
    static DeploymentException within(Class<?> endpoint, DeploymentException error) {
        return new DeploymentException(endpoint.getName() + ": " + error.getMessage(), error);
    }

    /** Such as {@code com.example.Chat.onMessage(String, boolean)}. */
    static String describe(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return method.getDeclaringClass().getName() + "." + method.getName() + "(" + parameters + ")";
    }

    static void requirePublic(Class<?> type, String what, String rule) throws DeploymentException {
        if (!Modifier.isPublic(type.getModifiers())) {
            throw error(type.getName(), what + " must be public", rule);
        }
    }

    static void requireConcrete(Class<?> type, String what, String rule) throws DeploymentException {
        if (Modifier.isAbstract(type.getModifiers())) {
            throw error(type.getName(), what + " must be concrete, not abstract or an interface", rule);
        }
    }

    /** Without parameters, or one for CDI to use (7.1.1), which may be there only when the first instance is needed. */
    static void requireConstructor(Class<?> type, String what, String rule) throws DeploymentException {
        Constructor<?> constructor;
        try {
            constructor = type.getConstructor();
        } catch (NoSuchMethodException e) {
            if (isInjectable(type)) {
                return;
            }
            throw error(type.getName(), what + " must have a public constructor without parameters", rule);
        }
        makeCallable(constructor, type);
    }

    /** Whether a constructor has {@code @Inject}. Told by the name, since that class need not be there. */
    static boolean isInjectable(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .flatMap(constructor -> Arrays.stream(constructor.getAnnotations()))
                .anyMatch(annotation -> annotation.annotationType().getName().equals("jakarta.inject.Inject"));
    }

    /** Makes a member callable whatever module it is in, or says what its module has to open. */
    static void makeCallable(AccessibleObject member, Class<?> declaring) throws DeploymentException {
        if (member.trySetAccessible()) {
            return;
        }
        Module self = DeploymentErrors.class.getModule();
        String directive =
                "opens " + declaring.getPackageName() + (self.isNamed() ? " to " + self.getName() : "") + ";";
        throw error(
                declaring.getName(),
                "cannot be called from outside its module; add '" + directive + "' to the module-info of "
                        + declaring.getModule().getName(),
                "specification 4.1");
    }
}
