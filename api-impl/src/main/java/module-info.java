/** A Jakarta WebSocket 2.2 implementation: protocol, endpoint model, sessions, containers and client. */
module dev.sheetbend.websocket {
    requires transitive jakarta.websocket;
    requires transitive jakarta.websocket.client;
    // Only there when CDI is; everything that names it is in one package, which is not loaded otherwise.
    requires static jakarta.cdi;

    exports dev.sheetbend.websocket;
    exports dev.sheetbend.websocket.spi;
    exports dev.sheetbend.websocket.buffer to
            dev.sheetbend.websocket.servlet;
    exports dev.sheetbend.websocket.container to
            dev.sheetbend.websocket.servlet;
    exports dev.sheetbend.websocket.loop to
            dev.sheetbend.websocket.servlet;
    exports dev.sheetbend.websocket.session to
            dev.sheetbend.websocket.servlet;

    uses dev.sheetbend.websocket.container.ConnectorFactory;
    uses dev.sheetbend.websocket.endpoint.InstanceSource;
    uses dev.sheetbend.websocket.spi.ExtensionProvider;

    provides dev.sheetbend.websocket.container.ConnectorFactory with
            dev.sheetbend.websocket.client.ClientConnectorFactory;
    provides dev.sheetbend.websocket.endpoint.InstanceSource with
            dev.sheetbend.websocket.cdi.CdiInstanceSource;
    provides dev.sheetbend.websocket.spi.ExtensionProvider with
            dev.sheetbend.websocket.deflate.PermessageDeflate,
            dev.sheetbend.websocket.extension.NoMasking;
    provides jakarta.websocket.ContainerProvider with
            dev.sheetbend.websocket.client.SheetbendContainerProvider;
    provides jakarta.websocket.server.ServerEndpointConfig.Configurator with
            dev.sheetbend.websocket.container.DefaultConfigurator;
}
