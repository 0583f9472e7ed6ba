package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.ScannedEndpoints;
import dev.sheetbend.websocket.container.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Puts Sheetbend into a web application (specification, 6.2 and 6.3): deploys what the container's scan has found, offers
 * the {@link ServerContainer} as a ServletContext attribute, answers opening handshakes in a filter behind the
 * application's own, and closes every session with 1001 when the application stops.
 *
 * <p>A servlet container finds it by the service loader. Where none looks, such as in embedded Undertow, it is registered
 * by hand, with the endpoint classes as the set of classes that it handles.
 */
@HandlesTypes({ServerEndpoint.class, ServerApplicationConfig.class, Endpoint.class})
public final class SheetbendInitializer implements ServletContainerInitializer {
    private static final Logger LOG = System.getLogger("dev.sheetbend.websocket");
    private static final String ATTRIBUTE = ServerContainer.class.getName();
    private static final String FILTER_NAME = "dev.sheetbend.websocket";

    /** For the servlet container. */
    public SheetbendInitializer() {}

    /**
     * @param classes what the scan has found, or null when it has found nothing
     * @throws ServletException when an endpoint or a property breaks a rule; the text names it. Nothing is deployed then.
     */
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        Object other = context.getAttribute(ATTRIBUTE);
        if (other != null) {
            warnOfOther(context, other);
            return;
        }
        ServletServerContainer container = container(context);
        boolean started = false;
        try {
            var endpoints = ScannedEndpoints.of(classes == null ? Set.of() : classes);
            container.deployAll(endpoints.annotated(), endpoints.configs());
            install(container, context);
            started = true;
        } catch (DeploymentException e) {
            throw new ServletException("The WebSocket endpoints cannot be deployed: " + e.getMessage(), e);
        } finally {
            if (!started) {
                container.stop();
            }
        }
    }

    private static ServletServerContainer container(ServletContext context) throws ServletException {
        try {
            return new ServletServerContainer(Settings.of(context::getInitParameter), ownLoader(context));
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    /** That of an embedded server may be the whole program's: then it has loaded the server too. */
    private static Optional<ClassLoader> ownLoader(ServletContext context) {
        return Optional.ofNullable(context.getClassLoader()).filter(loader -> !isLoaderOf(context.getClass(), loader));
    }

    private static boolean isLoaderOf(Class<?> type, ClassLoader loader) {
        for (ClassLoader each = type.getClassLoader(); each != null; each = each.getParent()) {
            if (each == loader) {
                return true;
            }
        }
        return false;
    }

    private static void install(ServletServerContainer container, ServletContext context) throws ServletException {
        FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, container.filter());
        if (filter == null) {
            throw new ServletException("The application has a filter named " + FILTER_NAME + " already.");
        }
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        context.addListener(new Stopper(container));
        context.addListener(container.logins());
        context.setAttribute(ATTRIBUTE, container);
    }

    private static void warnOfOther(ServletContext context, Object other) {
        LOG.log(
                Level.WARNING,
                () -> "Sheetbend is not active in the application '" + context.getContextPath() + "': another WebSocket"
                        + " implementation is there already ("
                        + other.getClass().getName()
                        + "). Remove that one's jar or switch it off for this application.");
    }

    /** Sees to it that nothing outlives the application. */
    private static final class Stopper implements ServletContextListener {
        private final ServletServerContainer container;

        Stopper(ServletServerContainer container) {
            this.container = container;
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            Object current = event.getServletContext().getAttribute(ATTRIBUTE);
            if (current != container && current != null) {
                warnOfOther(event.getServletContext(), current);
            }
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            container.stop();
            event.getServletContext().removeAttribute(ATTRIBUTE);
        }
    }
}
