package dev.sheetbend.websocket.tck.endpoint;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import java.util.EnumSet;

/** Adds what the application has beside endpoints: a servlet, a filter, and one endpoint at run time. */
@WebListener
public final class SuiteListener implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.addServlet("control", new ControlServlet()).addMapping("/control/*", "/shared", "/upgrade/*");
        var filter = context.addFilter("user", new UserFilter());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        try {
            ControlServlet.container(context).addEndpoint(ListenerEndpoint.class);
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }
}
