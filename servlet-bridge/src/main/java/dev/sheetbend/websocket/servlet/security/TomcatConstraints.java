package dev.sheetbend.websocket.servlet.security;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Field;

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
            // One that lets anybody in is enough (Servlet specification, 13.8.1).
            if (!(Boolean) constraint.getClass().getMethod("getAuthConstraint").invoke(constraint)) {
                return false;
            }
        }
        return true;
    }
}
