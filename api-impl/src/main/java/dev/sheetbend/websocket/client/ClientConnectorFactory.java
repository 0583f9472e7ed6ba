package dev.sheetbend.websocket.client;

import dev.sheetbend.websocket.container.BaseContainer;
import dev.sheetbend.websocket.container.Connector;
import dev.sheetbend.websocket.container.ConnectorFactory;

/** Makes a server container a client as well: its client connections have threads of their own, and end with it. */
public final class ClientConnectorFactory implements ConnectorFactory {
    /** For the service loader. */
    public ClientConnectorFactory() {}

    @Override
    public Connector connector(BaseContainer container) {
        ClientThreads threads = ClientThreads.of(container.settings());
        return new ClientConnector(container, threads, threads::stop);
    }
}
