package dev.sheetbend.websocket.servlet.security;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Field;
import java.util.List;

/** Asks the realm of Tomcat 10.1 and 11, as its authenticators do. Any thread. */
final class TomcatConstraints implements ContainerConstraints {
    @Override
    public boolean protect(HttpServletRequest facade) throws ReflectiveOperationException {
        ClassLoader tomcat = facade.getClass().getClassLoader();
        Field field = facade.getClass().getDeclaredField("request");
        field.setAccessible(true);
        Object request = field.get(facade);
        Class<?> contextType = Class.forName("org.apache.catalina.Context", false, tomcat);
        Object context = request.getClass().getMethod("getContext").invoke(request);
        Object realm = contextType.getMethod("getRealm").invoke(context);
        Object[] constraints = (Object[]) Class.forName("org.apache.catalina.Realm", false, tomcat)
                .getMethod("findSecurityConstraints", field.getType(), contextType)
                .invoke(realm, request, context);
        if (constraints == null || constraints.length == 0) {
            return false;
        }
        for (Object constraint : constraints) {
            if (!asksForUser(constraint)) {
                // One that lets anybody in is enough (Servlet specification, 13.8.1).
                return false;
            }
        }
        return true;
    }

    /** Programs may add roles without a word about the constraint itself. */
    private static boolean asksForUser(Object constraint) throws ReflectiveOperationException {
        for (String question : List.of("getAuthConstraint", "getAllRoles", "getAuthenticatedUsers")) {
            if ((Boolean) constraint.getClass().getMethod(question).invoke(constraint)) {
                return true;
            }
        }
        return ((Object[]) constraint.getClass().getMethod("findAuthRoles").invoke(constraint)).length > 0;
    }
}
