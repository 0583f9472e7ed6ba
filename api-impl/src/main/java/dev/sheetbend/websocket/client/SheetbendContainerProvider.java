package dev.sheetbend.websocket.client;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;

/**
 * Found by {@link ContainerProvider#getWebSocketContainer}, which has to give a new container each time. What costs
 * something, the threads, is shared by all containers of one application.
 */
public final class SheetbendContainerProvider extends ContainerProvider {
    /** For the service loader. */
    public SheetbendContainerProvider() {}

    @Override
    protected WebSocketContainer getContainer() {
        return ApplicationClients.ofCaller().newContainer();
    }
}
