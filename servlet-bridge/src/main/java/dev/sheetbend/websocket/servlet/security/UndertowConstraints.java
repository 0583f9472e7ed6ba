package dev.sheetbend.websocket.servlet.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;

/** Reads what Undertow 2 has noted in the request when it checked the constraints. Any thread. */
final class UndertowConstraints implements ContainerConstraints {
    @Override
    public boolean protect(HttpServletRequest request) throws ReflectiveOperationException {
        Object exchange = request.getClass().getMethod("getExchange").invoke(request);
        Class<?> contextType = Class.forName(
                "io.undertow.servlet.handlers.ServletRequestContext",
                false,
                request.getClass().getClassLoader());
        Class<?> keyType = Class.forName(
                "io.undertow.util.AttachmentKey", false, exchange.getClass().getClassLoader());
        Object context = exchange.getClass()
                .getMethod("getAttachment", keyType)
                .invoke(exchange, contextType.getField("ATTACHMENT_KEY").get(null));
        Object constraints = contextType.getMethod("getRequiredConstrains").invoke(context);
        if (constraints instanceof Iterable<?> all) {
            for (Object constraint : all) {
                if (needsLogin(constraint)) {
                    return true;
                }
            }
        }
        // An application without any constraint gets no list.
        return false;
    }

    private static boolean needsLogin(Object constraint) throws ReflectiveOperationException {
        Object roles = constraint.getClass().getMethod("getRequiredRoles").invoke(constraint);
        Object ifNone = constraint.getClass().getMethod("getEmptyRoleSemantic").invoke(constraint);
        return !((Collection<?>) roles).isEmpty() || !((Enum<?>) ifNone).name().equals("PERMIT");
    }
}
