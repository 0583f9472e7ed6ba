package dev.sheetbend.websocket.servlet.security;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.List;

/** Asks the security handler of the application, in Jetty 12. Any thread that handles a request of the application. */
final class JettyConstraints implements ContainerConstraints {
    private static final List<String> FOR_ANYBODY = List.of("ALLOWED", "INHERIT");

    @Override
    public boolean protect(HttpServletRequest request) throws ReflectiveOperationException {
        ClassLoader jetty = request.getClass().getClassLoader();
        Class<?> requestType = Class.forName("org.eclipse.jetty.server.Request", false, jetty);
        Class<?> handlerType = Class.forName("org.eclipse.jetty.security.SecurityHandler", false, jetty);
        Object handler = handlerType.getMethod("getCurrentSecurityHandler").invoke(null);
        if (handler == null) {
            return false;
        }
        Object core = request.getClass().getMethod("getRequest").invoke(request);
        Object path = requestType.getMethod("getPathInContext", requestType).invoke(null, core);
        Method getConstraint = handlerType.getDeclaredMethod("getConstraint", String.class, requestType);
        getConstraint.setAccessible(true);
        Object constraint = getConstraint.invoke(handler, path, core);
        if (constraint == null) {
            return false;
        }
        Object authorization = Class.forName("org.eclipse.jetty.security.Constraint", false, jetty)
                .getMethod("getAuthorization")
                .invoke(constraint);
        return !FOR_ANYBODY.contains(((Enum<?>) authorization).name());
    }
}
