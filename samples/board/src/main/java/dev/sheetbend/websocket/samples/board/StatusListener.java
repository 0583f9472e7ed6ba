package dev.sheetbend.websocket.samples.board;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Adds an endpoint when the application starts: the way for endpoints that need what the application has made. */
@WebListener
public class StatusListener implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        Object container = event.getServletContext().getAttribute(ServerContainer.class.getName());
        ServerEndpointConfig status = ServerEndpointConfig.Builder.create(StatusEndpoint.class, "/status")
                .encoders(List.of(EventEncoder.class))
                .configurator(new StatusConfigurator(Boards.shared()))
                .build();
        try {
            ((ServerContainer) container).addEndpoint(status);
        } catch (DeploymentException e) {
            throw new IllegalStateException("The endpoint /status could not be added", e);
        }
    }

    /** Makes the endpoint's instances, one for each connection. */
    private static final class StatusConfigurator extends ServerEndpointConfig.Configurator {
        private final Boards boards;

        StatusConfigurator(Boards boards) {
            this.boards = boards;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new StatusEndpoint(boards));
        }
    }
}
