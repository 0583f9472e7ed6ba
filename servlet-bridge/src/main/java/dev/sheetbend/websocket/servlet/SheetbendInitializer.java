package dev.sheetbend.websocket.servlet;

import dev.sheetbend.websocket.container.Applications;
import dev.sheetbend.websocket.container.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Puts Sheetbend into a web application (specification, 6.2 and 6.3): deploys what the container's scan has found, offers
 * the {@link ServerContainer} as a ServletContext attribute, answers opening handshakes in a filter behind the
 * application's own, and closes every session with 1001 when the application stops.
 *
 * <p>Beside what it handles, nothing in this class links to the Jakarta WebSocket API, so that it can be loaded and made
 * where that is missing.
 *
 * <p>A servlet container finds it by the service loader. Where none looks, such as in embedded Undertow, it is registered
 * by hand, with the endpoint classes as the set of classes that it handles.
 */
@HandlesTypes({ServerEndpoint.class, ServerApplicationConfig.class, Endpoint.class})
public final class SheetbendInitializer implements ServletContainerInitializer {
    private static final String ATTRIBUTE = "jakarta.websocket.server.ServerContainer";
    private static final String FILTER_NAME = "dev.sheetbend.websocket";
    private static final String LOGOUT_FILTER_NAME = "dev.sheetbend.websocket.logout";

    /** For the servlet container. Where the Jakarta WebSocket API is missing, this is the last moment to say so. */
    public SheetbendInitializer() {
        StartReport.missingApi();
    }

    /**
     * A further call for the same application adds the classes to what is there, such as when the application calls it
     * and the servlet container has found it too.
     *
     * @param classes what the scan has found, or null when it has found nothing
     * @throws ServletException when an endpoint or a property breaks a rule; the text names it. Nothing is deployed then.
     */
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        Set<Class<?>> found = classes == null ? Set.of() : classes;
        StartReport report = StartReport.begun(context);
        report.copies();
        Object other = context.getAttribute(ATTRIBUTE);
        if (other instanceof ServletServerContainer ours) {
            ours.deployScanned(found);
            return;
        }
        if (other != null) {
            report.alreadyServed(other);
            return;
        }
        report.api();
        ServletServerContainer container = container(context);
        boolean started = false;
        try {
            container.deployScanned(found);
            install(container, context);
            started = true;
        } finally {
            if (!started) {
                container.stop();
            }
        }
    }

    /**
     * Takes the endpoints of an application out of service and closes their sessions with 1001: the same as happens when
     * the application stops, but earlier. For servers that end connections before they stop their applications. Returns
     * when the peers have answered, and after about two seconds if they do not. Does nothing where Sheetbend is not
     * active, and when it is called again. Any thread; on that of an endpoint's handler it takes twice as long, and cuts
     * that handler's own connection, whose peer's answer nobody reads meanwhile.
     */
    public static void stop(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof ServletServerContainer ours) {
            ours.stop();
        }
    }

    private static ServletServerContainer container(ServletContext context) throws ServletException {
        try {
            return new ServletServerContainer(Settings.of(context::getInitParameter));
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    private static void install(ServletServerContainer container, ServletContext context) throws ServletException {
        register(context, FILTER_NAME, container.filter())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        // A forward or an include happens within one of these.
        register(context, LOGOUT_FILTER_NAME, container.logoutFilter())
                .addMappingForUrlPatterns(
                        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        context.addListener(new Stopper(container));
        context.addListener(container.logins());
        context.setAttribute(ATTRIBUTE, container);
    }

    private static FilterRegistration.Dynamic register(ServletContext context, String name, Filter filter)
            throws ServletException {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        if (registration == null) {
            throw new ServletException("The application has a filter named " + name + " already.");
        }
        registration.setAsyncSupported(true);
        return registration;
    }

    /** Sees to it that nothing outlives the application. */
    private static final class Stopper implements ServletContextListener {
        private final ServletServerContainer container;

        /**
         * The application's class loader while it runs, if it has one of its own. Empty again once it has ended: Jetty may
         * keep listeners until the next connection comes.
         */
        private Optional<ClassLoader> application = Optional.empty();

        Stopper(ServletServerContainer container) {
            this.container = container;
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            application = ownLoader(event.getServletContext());
            application.ifPresent(Applications::started);
            Object current = event.getServletContext().getAttribute(ATTRIBUTE);
            if (current != container && current != null) {
                StartReport.of(event.getServletContext()).replaced(current);
            }
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            container.stop();
            event.getServletContext().removeAttribute(ATTRIBUTE);
            StartReport.of(event.getServletContext()).ended();
            Optional<ClassLoader> ended = application;
            application = Optional.empty();
            ended.ifPresent(Applications::ended);
            ended.ifPresent(LeakPrevention::letGoOf);
        }

        /** An embedded server's application may have the whole program's, which goes on without it. */
        private static Optional<ClassLoader> ownLoader(ServletContext context) {
            ClassLoader application = context.getClassLoader();
            ClassLoader shared = context.getClass().getClassLoader();
            while (shared != null && shared != application) {
                shared = shared.getParent();
            }
            return shared == null ? Optional.ofNullable(application) : Optional.empty();
        }
    }
}
