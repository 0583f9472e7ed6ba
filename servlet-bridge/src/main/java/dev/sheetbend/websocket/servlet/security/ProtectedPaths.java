package dev.sheetbend.websocket.servlet.security;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Knows which requests of one application only a login leads to. The Servlet API does not tell; so the container is asked
 * by its own means, and where there are none, the application's descriptors are read. Any thread.
 */
public final class ProtectedPaths {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");

    /** Null until somebody needs them. Requests that come at once at first may each read them, and the first counts. */
    private final AtomicReference<Descriptors> descriptors = new AtomicReference<>();

    private final AtomicBoolean containerFailed = new AtomicBoolean();

    /**
     * What the deployment descriptors say.
     *
     * @param constraints empty when they cannot be read
     */
    private record Descriptors(Optional<SecurityConstraints> constraints) {}

    /** Knows nothing yet. */
    public ProtectedPaths() {}

    /**
     * Whether a security constraint with a login applies to the request. When that cannot be found out, the answer is yes.
     *
     * @param request the container's own, no wrapper
     */
    public boolean contain(HttpServletRequest request) {
        return contain(request, ContainerConstraints.of(request));
    }

    boolean contain(HttpServletRequest request, Optional<ContainerConstraints> container) {
        if (container.isPresent()) {
            try {
                return container.get().protect(request);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                logOnce(e);
            }
        }
        return descriptors(request.getServletContext())
                .constraints()
                .map(constraints -> constraints.protect(path(request), request.getMethod()))
                .orElse(true);
    }

    private void logOnce(Throwable cause) {
        if (containerFailed.compareAndSet(false, true)) {
            LOG.log(
                    Level.INFO,
                    "This version of the servlet container cannot be asked for its security constraints; those of the"
                            + " deployment descriptors count.",
                    cause);
        }
    }

    private Descriptors descriptors(ServletContext context) {
        if (descriptors.get() == null) {
            try {
                descriptors.compareAndSet(null, new Descriptors(Optional.of(DescriptorReader.constraintsOf(context))));
            } catch (IOException | RuntimeException e) {
                if (descriptors.compareAndSet(null, new Descriptors(Optional.empty()))) {
                    LOG.log(
                            Level.WARNING,
                            "The security constraints of the deployment descriptors cannot be read; the connections of"
                                    + " all users end with their logins.",
                            e);
                }
            }
        }
        return descriptors.get();
    }

    private static String path(HttpServletRequest request) {
        String more = request.getPathInfo();
        return more == null ? request.getServletPath() : request.getServletPath() + more;
    }
}
