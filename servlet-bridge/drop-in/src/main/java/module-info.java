/**
 * All of Sheetbend in one module: what {@code dev.sheetbend.websocket} and {@code dev.sheetbend.websocket.servlet} are
 * when they come in two jars. The name is the first one's, so that an application's own descriptor fits both.
 */
module dev.sheetbend.websocket {
    requires transitive jakarta.websocket;
    requires transitive jakarta.websocket.client;
    requires transitive jakarta.servlet;
    // For the security constraints in deployment descriptors.
    requires java.xml;
    // Only there when CDI is.
    requires static jakarta.cdi;
    // Only there when Jetty is the container.
    requires static org.eclipse.jetty.io;
    requires static org.eclipse.jetty.server;
    // Only there when Undertow is embedded; names that its jars' file names make.
    requires static undertow.core;
    requires static undertow.servlet;
    requires static xnio.api;

    exports dev.sheetbend.websocket;
    exports dev.sheetbend.websocket.spi;
    exports dev.sheetbend.websocket.servlet;
    exports dev.sheetbend.websocket.servlet.undertow;

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
    provides jakarta.servlet.ServletContainerInitializer with
            dev.sheetbend.websocket.servlet.SheetbendInitializer;
    provides jakarta.websocket.ContainerProvider with
            dev.sheetbend.websocket.client.SheetbendContainerProvider;
    provides jakarta.websocket.server.ServerEndpointConfig.Configurator with
            dev.sheetbend.websocket.container.DefaultConfigurator;
}
