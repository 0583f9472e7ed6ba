/** A Jakarta WebSocket 2.2 implementation: protocol, endpoint model, sessions, containers and client. */
module dev.sheetbend.websocket {
    requires transitive jakarta.websocket;
    requires transitive jakarta.websocket.client;

    exports dev.sheetbend.websocket;
    exports dev.sheetbend.websocket.buffer to
            dev.sheetbend.websocket.servlet;
    exports dev.sheetbend.websocket.container to
            dev.sheetbend.websocket.servlet;
    exports dev.sheetbend.websocket.session to
            dev.sheetbend.websocket.servlet;

    uses dev.sheetbend.websocket.container.ConnectorFactory;

    provides dev.sheetbend.websocket.container.ConnectorFactory with
            dev.sheetbend.websocket.client.ClientConnectorFactory;
    provides jakarta.websocket.ContainerProvider with
            dev.sheetbend.websocket.client.SheetbendContainerProvider;
    provides jakarta.websocket.server.ServerEndpointConfig.Configurator with
            dev.sheetbend.websocket.container.DefaultConfigurator;
}
