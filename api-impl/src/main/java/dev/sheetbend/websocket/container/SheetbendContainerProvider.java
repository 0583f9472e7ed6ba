package dev.sheetbend.websocket.container;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;

/** Found by {@link ContainerProvider#getWebSocketContainer}. */
public final class SheetbendContainerProvider extends ContainerProvider {
    @Override
    protected WebSocketContainer getContainer() {
        return new BaseContainer(Settings.of(name -> null));
    }
}
