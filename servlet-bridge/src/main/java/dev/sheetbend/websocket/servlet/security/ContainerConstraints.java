package dev.sheetbend.websocket.servlet.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Asks a servlet container which security constraints it has applied to a request: only it knows those of annotations
 * and of programs. All by reflection, so that it works from wherever our jar is, and a container of another version is no
 * more than one that cannot be asked. Any thread.
 */
@FunctionalInterface
interface ContainerConstraints {
    /**
     * Whether only a login leads to this request.
     *
     * @param request the container's own, no wrapper
     * @throws ReflectiveOperationException when this version of the container has no such thing
     */
    boolean protect(HttpServletRequest request) throws ReflectiveOperationException;

    /** How to ask the container that has made this request; empty if there is no way. */
    static Optional<ContainerConstraints> of(HttpServletRequest request) {
        String type = request.getClass().getName();
        if (type.equals("org.apache.catalina.connector.RequestFacade")) {
            return Optional.of(new TomcatConstraints());
        }
        if (type.startsWith("org.eclipse.jetty.ee")) {
            return Optional.of(new JettyConstraints());
        }
        if (type.equals("io.undertow.servlet.spec.HttpServletRequestImpl")) {
            return Optional.of(new UndertowConstraints());
        }
        return Optional.empty();
    }
}
