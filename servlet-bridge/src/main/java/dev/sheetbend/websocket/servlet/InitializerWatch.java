package dev.sheetbend.websocket.servlet;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Notices that the servlet container has run no initializer of ours, which without this would be silent. It comes by
 * {@code META-INF/web-fragment.xml}, which containers read even where they look for no initializers, and needs nothing but
 * the Servlet API. For the servlet container only.
 */
public final class InitializerWatch implements ServletContextListener {
    /** For the servlet container. */
    public InitializerWatch() {}

    /** Initializers run before any listener is called (Servlet specification, 8.2.4). */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        StartReport.of(event.getServletContext()).requireInitializer();
    }
}
